"""Labels that are a role and no name, in many languages: who asks, who answers, a mere "Q" or "A"."""

import re


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


QUESTION_LETTER = _any_of(
    r"q ?\d*|questions?|问|提问|问题|質問|問|질문|문|سؤال|प्रश्न|सवाल|שאלה|ถาม|คำถาม|hỏi",
    r"preguntas?|fragen?|perguntas?|domand[ae]|vraag|vragen|pytani[ea]|вопрос|питання",
    r"fråga|spørsmål|spørgsmål|kysymys|kérdés|otázka|soru|ερώτηση|întrebare|pitanje|pertanyaan",
)
ANSWER_LETTER = _any_of(
    r"a ?\d*|answers?|答|回答|答え|답변|답|جواب|उत्तर|जवाब|תשובה|ตอบ|คำตอบ|đáp|trả lời",
    r"respuestas?|antwort(?:en)?|réponses?|respostas?|rispost[ae]|antwoord(?:en)?|odpowied[źz]i?|ответ|відповідь",
    r"svar|vastaus|válasz|odpověď|odpoveď|cevap|yanıt|απάντηση|răspuns|odgovor|jawaban",
)
# Letters in pairs, the one that asks first, which can be initials as well.
LETTER_PAIRS = frozenset(
    {"PR", "FA", "DR", "QR", "ВО", "VA", "SC", "FS", "KV", "ΕΑ", "ПВ", "PO", "HĐ", "שת", "سج", "ถต"}
)
ASKING_ROLE = _any_of(
    r"host|interviewer|moderator|anchor|主持人?|记者|采访者|访谈者|主播",
    r"entrevistador[ea]?|periodista|moderadora?|presentadora?|repórter|jornalista|apresentadora?",
    r"interviewerin|moderatorin|moderation|journalist(?:in)?|intervieweu[rs]e?|journaliste|animat(?:eur|rice)",
    r"intervistat(?:ore|rice)|giornalista|conduttore|conduttrice|presentatore|dziennikarz|dziennikarka|prowadząc[ya]",
    r"интервьюер|ведущ(?:ий|ая)|корреспондент|журналист(?:ка)?|інтерв['’]юер|ведуч(?:ий|а)",
    r"المحاور|المذيعة?|الصحفية?|साक्षात्कारकर्ता|पत्रकार|ผู้สัมภาษณ์|พิธีกร",
    r"聞き手|聴き手|訊き手|ききて|聞き役|質問者|インタビュアー|インタヴュアー|司会者?|進行役?|記者|인터뷰어|질문자|진행자|사회자|기자",
)
ANSWERING_ROLE = _any_of(
    r"guest|interviewee|respondent|嘉宾|受访者|被采访者",
    r"entrevistad[oa]|invitad[oa]|convidad[oa]|befragte[rn]?|interviewte[rn]?|gast|respondentin|invitée?|interviewée?",
    r"intervistat[oa]|ospite|gość|гост(?:ь|ья)|респондент(?:ка)?|собеседни(?:к|ца)|الضيفة?|अतिथि|मेहमान",
    r"ゲスト|話し手|語り手|回答者|게스트|답변자|손님|แขกรับเชิญ",
)
