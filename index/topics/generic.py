"""Words too general to be a topic, in both languages, beyond what lists of stop words hold."""

from bm25s.stopwords import STOPWORDS_CHINESE, STOPWORDS_EN_PLUS

from index.text.lexical import stem

_EN = """
able about absolutely across actually add again ago ahead allow allowed allows almost along already also although
always am among amongst anybody anymore anyone anything anyway apart are around ask asked asking asks away awesome
basically be became because become becomes becoming been began begin beginning begins begun behalf behind being
believe believed believes best better beyond bit bring bringing brings brought build building builds built bunch
call called came can can't cannot care carefully cares certainly chatting come comes coming completely consider
constantly convince could couple define definitely depend depends despite did didn't directly do does doesn't doing
don't done earlier early easily eight either else enough entirely especially essentially etc even eventually ever
every everybody everyone everything exactly except excite excited expect extremely fairly feel feeling feels felt
figure figured finally find finding first five fix folks follow former found four frankly frequently fundamentally
gave generally get gets getting give given gives giving glad go goes going gone gonna goodness got gotten guess guy
guys half happen happened happening happens happy hardly hear heard hello help helped helping helps hey hold honest
honestly hope how however i'd i'll i'm i've imagine improve incredibly indeed instead intensive interested
it'd it'll it's just keep keeping keeps kept kind kinda kinds knew know knowing known knows lastly later
least leave led left less let let's lets letting like liked likely literally little look looked looking looks lose
lost lot lots love loved made mainly make makes making many matter matters may maybe mean means meant measuring
mention mentioned met might more most mostly move moved moving much must namely nearly need needed needs neither
never next nine nobody none nor not nothing now obviously off often oh ok okay once one ones only onto or other
others otherwise ought ourselves over own particular particularly per perhaps please plus possibly prefer pretty
previously probably pull put puts putting quickly quite ran rapidly rather reach read ready really recently regard
regarding remember right roughly run running runs said same saw say saying says scrub second see seeing seem seemed
seems seen sent seriously set seven several shall should show showed shows simply since sit six so solve solved
solves solving some somebody somehow someone something sometimes somewhat somewhere soon sorry sort sorts sounding
sounds speak speaking spend spending spent spoke stand start started starting starts stay still stop such super
suppose sure surprised take taken takes taking talk talked talking talks tell telling tells ten tend than thank
thanks that that'll that's the then there there's they'd they'll they're they've thing things think thinking thinks
third though thought thoughts three through throughout thus today together told tomorrow ton tons took totally
toward towards tried tries truly try trying turn turned turns two understand understood unfortunately unless unlike
until upon us use used uses using usually various very via wait walk want wanted wants was watch way ways we'd we'll
we're we've went were what what's whatever whatsoever when whenever where where's wherever whether which while who
who's whoever whole whose why will willing wish with within without won wonder wonderful work worked works would wow
write writes wrote yeah yep yes yesterday yet you'd you'll you're you've zero
"""
_EN_WEAK = """
ability advice amount answer anything area aspect back bad basis big bigger biggest billion bright broad case cases
chance change changes cheap cheaper clear close common complex concern cool correct crazy critical current daily day
days deal deep detail details difference different difficult direction dozen easier easiest easy edge effect effort
end ends entire everyday exact example examples excellent exciting experience extra extraordinary fact fast faster
favorite final fine focus folks form forward free fresh full fun funny future general good great group half hand
hands hard harder hardest head heart heavy help helpful high higher highest hour hours huge human hundred idea ideas
important impossible incredible individual inner interesting issue issues item items job journey key labor large
larger largest last late latest lesson lessons level levels life line list live local long longer low lower main
major matter member members middle million mind minor minute minutes mission modern moment moments month months name
natural necessary new news nice normal number numbers obvious old open opposite option options order outside part
parts past path people perfect period person perspective picture piece pieces place places point points possible
potential powerful practical present principle private problem problems process progress project proud public
purpose quality question questions quick rapid rare real reality reason reasons recent rest result results reward
role room rough round scale scratch sense separate serious set sets short side similar simple single situation size
small smaller smart soft solution solutions sound space special specific stage standard state step steps story
strange strong stuff subject success sudden system task tasks team term terms test thinking thousand time times tiny
top topic total tough trillion true type types typical unique useful usual valuable value version view warm week
weeks weird wide wild word words work working world worlds worse worst worth wrong year years young
"""
_ZH = """
一下 一个 一些 一件 一位 一切 一名 一周 一天 一定 一家 一年 一开始 一旦 一样 一次 一点 一直 一种
一致 一般 一起 一项 万美元 三个 上一 上来 下一 下一个 下去 下来 不仅 不会 不再 不到 不只 不可 不同
不同于 不够 不如 不得 不想 不断 不是 不管 不能 不要 不论 不足 不过 不错 与否 专注 专注于 世界
世界上 世纪 东西 两个 个人 个月 为了 为什么 为此 主要 主题 之前 之后 之间 也是 也许 了解 事 事实
事实上 事情 事项 交互 产生 人 人们 亿美元 什么 仅仅 今天 今年 仍然 从未 从来 他们 他说 令人 以上
以下 以前 以及 以后 任何 仿佛 优秀 会有 似乎 但是 位于 作为 你们 你知道 使得 使我 使用 例如 例子
依然 保持 信心 做出 做到 做法 允许 全球 全部 公司 共享 共同 关于 关系 关键 兴奋 其中 其他 其它
其实 其次 具体 具有 内容 内部 决定 减少 几个 几乎 几年 出于 出去 出来 出现 分享 分钟 刚刚 刚才
创建 利用 别人 到底 加入 努力 包括 十分 原因 原来 去年 参与 发展 发现 发生 取决 取决于 变化 变得
变成 只是 只有 只能 只要 可以 可能 可能会 可能性 右 各个 各种 同意 同时 同样 名字 后来 听到 听起来
告诉 告诉他 咱们 哪个 哪些 唯一 善于 喜欢 回来 回答 因为 因此 因素 因而 困难 围绕 地位 地方 地步
坚信 坦率地说 坦白说 坦诚 基于 基本 基本上 增加 增长 处于 处理 复杂 外部 多个 多少 多年 多数 多种
大型 大多数 大家 大概 大约 大部分 大量 她们 好像 好吧 好的 如何 如果 如此 始终 存在 学会 它们 完全
完成 实现 实际 实际上 容易 对于 对吧 对此 导致 将会 小型 小时 尝试 尤其 就是 尽可能 尽管 尽量 层面
属于 左 左右 巨大 巨额 差不多 已经 希望 带来 帮助 年代 年前 年后 并不 并且 并没 应该 建立 建议
开始 当中 当前 当时 当然 影响 往前 往往 很多 很多人 很大 很快 得到 心中 必要 必须 忘记 快速 怀疑
怎么 怎样 思考 总之 总体 总是 总的 情况 情形 想到 想法 想要 想象 意味 意味着 意思 意识 意识到 感到
感觉 愿意 成为 我们 我想 我觉得 我认为 或者 或许 所以 所有 手中 才能 打造 扩大 扩展 找到 拥有 按照
换句话 换句话说 接近 推动 提供 提到 提升 提问 提高 擅长 支持 改变 故事 整个 方向 方式 方案 方法
方面 无法 无疑 无论 时候 时刻 时间 明天 明年 明确 昨天 是否 是的 显然 显示 普遍 更低 更加 更多
更大 更好 更容易 更少 更强 更快 更高 曾 曾经 最低 最初 最后 最大 最好 最小 最终 最近 最高 有些
有人 有人说 有意 有意义 有所 有效 有时 有时候 有点 有趣 有限 期间 未来 本来 本身 来看 来自 来说
极其 构建 某个 某些 某种 样子 核心 根据 正在 正是 正确 每个 每个人 每年 比如 毫不 没有 没错 深刻
清楚 然后 然而 特别 现在 现实 现有 现象 理解 甚至 生产 由于 百分 的话 目前 目标 直接 相信 相关
相同 相当 看到 看法 看见 看起来 真实 真正 真的 眼中 知道 确保 确实 离开 程度 究竟 立即 第一 第三
第二 等等 简单 简直 类似 糟糕 经历 经常 结果 绝不 绝对 继续 继而 美元 老实说 考虑 而不 而且 而是
而言 而非 聊到 聪明 能否 能够 自信 自己 至关 至关重要 至多 至少 致力 获得 虽然 行不通 表明 表现
表示 要求 观点 觉得 角度 解决 认为 讨论 让人 记得 许多 话 话题 说到 说明 说服 说法 谈到 谈论 谢谢
负责 起初 起来 超过 越来 越来越 足够 身上 达到 迅速 过去 过来 过程 过程中 还是 还有 还要 这个 这么
这些 这件 这家 这是 这样 这种 这里 这项 进入 进去 进行 追问 选择 逐渐 通常 通过 速度 造成 遇到
避免 那个 那么 那些 那时 那时候 那是 那样 那种 那里 部分 都是 采用 重复 重新 重要 针对 错误 问他
问到 问题 阶段 除了 除非 随着 集中 需要 非常 面临 面对 预期 领域 首个 首先 高效
"""

# Never part of an English topic; and neither alone nor at the end of one ("small models", but not "models small").
EN_NEVER = frozenset([*STOPWORDS_EN_PLUS, *_EN.split()])
EN_NEVER_STEMS = frozenset(map(stem, EN_NEVER))
EN_WEAK = frozenset(_EN_WEAK.split())
# Never a Chinese topic; and neither at the beginning nor at the end of one.
ZH_NEVER = frozenset([*STOPWORDS_CHINESE, *_ZH.split()])
ZH_EDGES = tuple(word for word in _ZH.split() if len(word) > 1)
ZH_INSIDE = frozenset("的了是我你您他她它这那哪们吗呢吧啊么些")  # in no topic at all
_ZH_EITHER_END = (
    "就都也和与或但而且很被把让给将已其之所个每某该各并如若从到在以于不没有要着过又还只更最一两几说做看去来"
)
ZH_FIRST = ZH_INSIDE | frozenset(_ZH_EITHER_END + "得件种次位名项家由往里")
ZH_LAST = ZH_INSIDE | frozenset(_ZH_EITHER_END + "得时后前中上里下为对再才太")
