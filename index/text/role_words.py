"""Labels that are a role and no name, in many languages: who asks, who answers, a mere "Q" or "A"."""

import re


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


QUESTION_LETTER = _any_of(
    r"q ?\d*|questions?|问|提问|问题",
    r"preguntas?|frage|pergunta|domanda|vraag|pytanie|вопрос|питання|سؤال|प्रश्न|सवाल|質問|問|질문|문",
)
ANSWER_LETTER = _any_of(
    r"a ?\d*|answers?|答|回答",
    r"respuesta|antwort|réponse|resposta|risposta|antwoord|odpowiedź|ответ|відповідь|جواب|उत्तर|जवाब|答え|답변|답",
)
ASKING_ROLE = _any_of(
    r"host|interviewer|moderator|anchor|主持人?|记者|采访者|访谈者|主播",
    r"entrevistador[ea]?|periodista|moderadora?|presentadora?|repórter|jornalista|apresentadora?",
    r"interviewerin|moderatorin|journalist(?:in)?|intervieweu[rs]e?|journaliste|animat(?:eur|rice)",
    r"intervistat(?:ore|rice)|giornalista|conduttore|conduttrice|presentatore|dziennikarz|dziennikarka|prowadząc[ya]",
    r"интервьюер|ведущ(?:ий|ая)|корреспондент|журналист(?:ка)?|інтерв['’]юер|ведуч(?:ий|а)",
    r"المحاور|المذيعة?|الصحفية?|साक्षात्कारकर्ता|पत्रकार|聞き手|インタビュアー|司会者?|記者|聞き役|인터뷰어|진행자|사회자|기자|ผู้สัมภาษณ์|พิธีกร",
)
ANSWERING_ROLE = _any_of(
    r"guest|interviewee|嘉宾|受访者|被采访者",
    r"entrevistad[oa]|invitad[oa]|convidad[oa]|befragter?|gast|invitée?|interviewée?|intervistat[oa]|ospite",
    r"гост(?:ь|ья)|респондент(?:ка)?|собеседни(?:к|ца)|الضيفة?|अतिथि|मेहमान|ゲスト|話し手|語り手|게스트|손님|แขกรับเชิญ",
)
