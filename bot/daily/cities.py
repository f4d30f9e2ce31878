"""What people call a time zone besides its own city: no IANA names, but what is typed first."""

# Those with most people who may type them, first; they are offered before anything is typed.
POPULAR_ZONES = (
    *("Asia/Shanghai", "America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Singapore", "Asia/Tokyo"),
    *("Asia/Kolkata", "Europe/Berlin", "Asia/Hong_Kong", "Asia/Taipei", "America/Chicago", "Europe/Paris", "UTC"),
    *("America/Sao_Paulo", "Asia/Dubai", "Asia/Seoul", "Australia/Sydney", "America/Toronto", "America/Denver"),
    *("Europe/Amsterdam", "Europe/Madrid", "Asia/Jerusalem", "Europe/Istanbul", "Africa/Lagos", "Pacific/Auckland"),
)
# In English and in Chinese; where two zones have the name, it is asked which is meant.
CITIES: dict[str, str] = {
    "Asia/Shanghai": "Beijing 北京, Shenzhen 深圳, Guangzhou 广州, Hangzhou 杭州, Chengdu 成都, Chongqing 重庆, "
    "Nanjing 南京, Wuhan 武汉, Xi'an 西安, Suzhou 苏州, Tianjin 天津, Xiamen 厦门, Qingdao 青岛, China 中国, "
    "Peking 北京, Canton 广州, Chinese Time 中国时间",
    "America/New_York": "Boston 波士顿, Cambridge 剑桥, Washington 华盛顿, Philadelphia 费城, Miami 迈阿密, "
    "Washington DC 华盛顿特区, DC 华盛顿特区, NYC 纽约市, NY 纽约州, Massachusetts 麻省, "
    "Atlanta 亚特兰大, Pittsburgh 匹兹堡, Portland 波特兰, East Coast 东海岸, East Coast 东岸, East Coast 美国东海岸, "
    "Eastern Time 美东时间, Eastern Time 东部时间, Eastern Time 美国东部时间, USA 美国, US 美国",
    "America/Los_Angeles": "San Francisco 旧金山, Seattle 西雅图, Silicon Valley 硅谷, Bay Area 湾区, "
    "San Diego 圣迭戈, San Jose 圣何塞, Palo Alto 帕洛阿尔托, Mountain View 山景城, Portland 波特兰, "
    "Las Vegas 拉斯维加斯, California 加州, CA 加州, SF 三藩市, LA 洛城, "
    "West Coast 西海岸, West Coast 西岸, West Coast 美国西海岸, "
    "Pacific Time 美西时间, Pacific Time 太平洋时间, Pacific Time 美国太平洋时间, USA 美国, US 美国",
    "America/Chicago": "Austin 奥斯汀, Dallas 达拉斯, Houston 休斯敦, Minneapolis 明尼阿波利斯, Texas 得州, TX 得州, "
    "Central Time 美中时间, Central Time 中部时间, Central Time 美国中部时间, USA 美国, US 美国",
    "America/Costa_Rica": "San Jose 圣何塞",
    "America/Denver": "Boulder 博尔德, Salt Lake City 盐湖城, Mountain Time 山区时间, Mountain Time 美国山区时间, "
    "USA 美国, US 美国",
    "America/Halifax": "Atlantic Time 大西洋时间",
    "America/Toronto": "Montreal 蒙特利尔, Ottawa 渥太华",
    "America/Sao_Paulo": "Rio de Janeiro 里约热内卢, Brasília 巴西利亚",
    "Asia/Kolkata": "Bangalore 班加罗尔, Bengaluru 班加罗尔, Mumbai 孟买, Bombay 孟买, Delhi 德里, New Delhi 新德里, "
    "Hyderabad 海得拉巴, Chennai 金奈, Pune 浦那, Indian Time 印度时间",
    "Asia/Hong_Kong": "HK 香港",
    "Asia/Dubai": "Abu Dhabi 阿布扎比",
    "Asia/Jerusalem": "Tel Aviv 特拉维夫",
    "Asia/Tokyo": "Osaka 大阪, Kyoto 京都, Japanese Time 日本时间",
    "Asia/Seoul": "Busan 釜山",
    "Asia/Taipei": "Hsinchu 新竹, Kaohsiung 高雄, Taiwan 台湾",
    "Asia/Ho_Chi_Minh": "Hanoi 河内",
    "Europe/Berlin": "Munich 慕尼黑, München 慕尼黑, Cologne 科隆, Köln 科隆, Frankfurt 法兰克福, Hamburg 汉堡, "
    "Germany 德国, Central European Time 欧洲中部时间",
    "Europe/London": "Cambridge 剑桥, Oxford 牛津, Manchester 曼彻斯特, Edinburgh 爱丁堡, UK 英国, "
    "British Time 英国时间",
    "UTC": "Greenwich 格林威治, Greenwich 格林尼治, Universal Time 世界时",
    "Europe/Madrid": "Barcelona 巴塞罗那",
    "Europe/Rome": "Milan 米兰",
    "Europe/Zurich": "Geneva 日内瓦, Lausanne 洛桑, Basel 巴塞尔",
    "Europe/Istanbul": "Ankara 安卡拉",
    "Europe/Moscow": "Saint Petersburg 圣彼得堡",
    "Australia/Sydney": "Canberra 堪培拉",
    "Pacific/Auckland": "Wellington 惠灵顿",
}
