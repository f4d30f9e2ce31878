"""What the page Figures says."""

from collections.abc import Mapping

from bot.studio.use_texts import USE_TEXTS
from index.domain import Language

FIGURES_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "title": {"en": "Figures", "zh": "数据"},
    "key_measure": {"en": "Measure", "zh": "开始测量"},
    "as_table": {"en": "As a table", "zh": "以表格显示"},
    "comma": {"en": "; ", "zh": "；"},
    "and": {"en": ", ", "zh": "，"},
    # Labelled questions, and measuring
    "good": {"en": "How good the answers are", "zh": "答案有多好"},
    "file": {"en": "Labelled questions", "zh": "已标注的问题"},
    "file_hint": {
        "en": "A file of your own, or empty for labels.jsonl in the data folder.",
        "zh": "可以填你自己的文件；留空则用数据目录里的 labels.jsonl。",
    },
    "show": {"en": "Show", "zh": "显示"},
    "measure": {"en": "Measure", "zh": "开始测量"},
    "measure_again": {"en": "Measure again", "zh": "重新测量"},
    "stop": {"en": "Stop", "zh": "停止"},
    "measuring": {"en": "Measuring", "zh": "正在测量"},
    "measuring_text": {
        "en": "{done} of {total} questions of {labels} are asked. This page goes on by itself.",
        "zh": "{labels}：共 {total} 个问题，已经问了 {done} 个。本页会自动继续。",
    },
    "no_labels": {"en": "No labelled questions yet", "zh": "还没有已标注的问题"},
    "no_labels_text": {
        "en": "Figures need questions whose right answers are known. Judge some answers, which fills {path}; or write "
        "such a file, a question a line, and name it here. Twenty questions show the worst; a hundred tell directions "
        "apart.",
        "zh": "要有数据，先要有知道正确答案的问题。判断一些答案，就会写入 {path}；"
        "也可以自己写一个这样的文件，每行一个问题，再填在这里。二十个问题能看出最糟的地方，一百个问题能分清各个方向。",
    },
    "ready": {
        "en": "Labelled questions that are there and not measured yet: {count}. Measuring takes seconds to minutes, "
        "and asks nobody but this index.",
        "zh": "有 {count} 个已标注的问题，还没有测量。测量要几秒到几分钟，只问本机的索引。",
    },
    "state": {
        "en": "Questions of {path}: {measured}, measured {made}, generation {generation}, {weights}.",
        "zh": "{path} 中的 {measured} 个问题，测量于 {made}，索引 {generation}，{weights}。",
    },
    "without_judge": {
        "en": "Measured without the judge of the first ten, which takes time and may be paid; with it: {command}",
        "zh": "测量时没有让评审看前十条，因为那要花时间，也可能收费；要带上它，请运行：{command}",
    },
    "shipped": {"en": "the weights that are shipped", "zh": "自带的权重"},
    "learned": {"en": "weights learned here", "zh": "在这里学到的权重"},
    "stale": {"en": "Since then, {changes}. These figures are from before.", "zh": "此后{changes}。下面是之前的数据。"},
    "changed_labels": {"en": "another file was named", "zh": "换了文件"},
    "changed_label_keys": {"en": "the labels changed", "zh": "标注变了"},
    "changed_generation": {"en": "there is a new index", "zh": "索引更新了"},
    "changed_weights": {"en": "the weights changed", "zh": "权重变了"},
    "changed_quotebot": {"en": "the program changed", "zh": "程序更新了"},
    "changed_nothing": {"en": "nothing that is known changed", "zh": "没有已知的变化"},
    "gone": {
        "en": "Questions left out, since their answers are in interviews that are not indexed any more: {count}.",
        "zh": "有 {count} 个问题没有计入：它们的答案在已经不在索引中的访谈里。",
    },
    "open": {
        "en": "Questions left out, since no right answer to them is known yet: {count}.",
        "zh": "有 {count} 个问题没有计入：还不知道哪个答案是对的。",
    },
    "problems": {
        "en": "Lines left out: {count}.",
        "zh": "有 {count} 行没有计入。",
    },
    "more_problems": {"en": "and {count} more", "zh": "还有 {count} 行"},
    "unreadable": {
        "en": "Made by another version or damaged, so not shown: {names}",
        "zh": "由其他版本写成或已损坏，因此不显示：{names}",
    },
    # Figures of the answers
    "all": {"en": "all questions", "zh": "全部问题"},
    "hit": {"en": "The first quote is right (hit@1)", "zh": "第一条就对（hit@1）"},
    "recall": {"en": "A right quote is among ten (recall@10)", "zh": "前十条里有对的（recall@10）"},
    "refused_share": {"en": "Refused, where nothing answers", "zh": "没有答案时，没有硬答"},
    "share_description": {
        "en": "Bars with their 95% intervals. {first}.",
        "zh": "条形图，附 95% 区间。{first}。",
    },
    "share_in_words": {
        "en": "{name}: {share} of {questions}, which could be anything from {low} to {high}",
        "zh": "{name}：{questions} 个问题中 {share}，实际可能在 {low} 到 {high} 之间",
    },
    "too_few": {"en": "Too few to say anything: {names}.", "zh": "问题太少，还说明不了什么：{names}。"},
    "of": {"en": "of", "zh": "范围"},
    "share": {"en": "share", "zh": "比例"},
    "interval": {"en": "95% interval", "zh": "95% 区间"},
    "questions": {"en": "questions", "zh": "问题数"},
    "refusal": {"en": "Refused against kept", "zh": "拒答与保留"},
    "kept": {"en": "kept, of answerable questions", "zh": "有答案的问题中保留的"},
    "refused": {"en": "refused, of the others", "zh": "其他问题中拒答的"},
    "threshold": {"en": "threshold", "zh": "阈值"},
    "threshold_answer": {"en": "answers from {threshold}", "zh": "{threshold} 起回答"},
    "threshold_unsure": {"en": "unsure from {threshold}", "zh": "{threshold} 起算不确定"},
    "mark_answer": {"en": "(answers)", "zh": "（回答）"},
    "mark_unsure": {"en": "(unsure)", "zh": "（不确定）"},
    "answer_in_words": {
        "en": "● Answering from {threshold} on keeps {kept} of the answerable questions and refuses {refused} of the "
        "others.",
        "zh": "● 从 {threshold} 起回答：有答案的问题保留 {kept}，其他问题拒答 {refused}。",
    },
    "unsure_in_words": {
        "en": "■ Showing the closest from {threshold} on keeps {kept}, and refuses {refused}.",
        "zh": "■ 从 {threshold} 起给出最接近的：保留 {kept}，拒答 {refused}。",
    },
    "reliability": {"en": "Whether the confidence holds", "zh": "把握是否可信"},
    "reliability_description": {
        "en": "For each tenth of confidence, the share of first quotes that are right, with its 95% interval; on the "
        "dashed line, confidence says exactly how many.",
        "zh": "把握每十分之一为一档，第一条正确的比例及其 95% 区间；落在虚线上，说明把握恰好等于正确的比例。",
    },
    "reliability_note": {
        "en": "Above the dashed line it is surer than it says; below, less sure. Under each point: how many questions.",
        "zh": "在虚线之上，比它说的更可靠；在虚线之下，则不如它说的。每个点下面是问题数。",
    },
    "confidence": {"en": "confidence", "zh": "把握"},
    "mean": {"en": "mean confidence", "zh": "平均把握"},
    "right": {"en": "right", "zh": "正确"},
    # What moved
    "moves": {"en": "What a change moved", "zh": "改动带来了什么"},
    "moves_empty": {
        "en": "Measure once more after the index, the weights or the program has changed: what moved stands here, "
        "question by question.",
        "zh": "索引、权重或程序变了之后再测量一次，这里就会逐个问题显示有什么不同。",
    },
    "from_snapshot": {"en": "From", "zh": "从"},
    "to_snapshot": {"en": "To", "zh": "到"},
    "compare": {"en": "Compare", "zh": "比较"},
    "snapshot": {
        "en": "{made} · {weights} · index {generation} · n {questions}",
        "zh": "{made} · {weights} · 索引 {generation} · n {questions}",
    },
    "weights_shipped": {"en": "shipped weights", "zh": "自带权重"},
    "weights_learned": {"en": "learned weights", "zh": "学到的权重"},
    "moves_summary": {
        "en": "Compared: {compared}. Better: {better}. Worse: {worse}. Otherwise, neither better nor worse: {same}. "
        "Between the two: {changes}.",
        "zh": "{compared} 个问题中，{better} 个变好，{worse} 个变差，{same} 个不同但无好坏之分。两次之间：{changes}。",
    },
    "unpaired": {
        "en": "Not compared, since only one of the two has them as they are labelled now: {count}.",
        "zh": "有 {count} 个问题没有比较：按现在的标注，只有其中一次有。",
    },
    "nothing_moved": {"en": "No question moved.", "zh": "没有问题发生变化。"},
    "difference": {"en": "By how many points", "zh": "变化多少个百分点"},
    "difference_description": {
        "en": "The change of each figure in points, with its 95% interval over pairs of the same question.",
        "zh": "各项数据变化的百分点，附同一问题前后配对的 95% 区间。",
    },
    "difference_note": {
        "en": "An interval that holds 0 may be chance.",
        "zh": "区间里有 0，就可能只是偶然。",
    },
    "figure_kept": {"en": "kept", "zh": "保留"},
    "figure_refused": {"en": "refused", "zh": "拒答"},
    "before": {"en": "before", "zh": "之前"},
    "after": {"en": "after", "zh": "之后"},
    "change": {"en": "change", "zh": "变化"},
    "verdict": {"en": "so", "zh": "结论"},
    "verdict_better": {"en": "better", "zh": "变好"},
    "verdict_worse": {"en": "worse", "zh": "变差"},
    "verdict_chance": {"en": "may be chance", "zh": "可能是偶然"},
    "better": {"en": "▲ better", "zh": "▲ 变好"},
    "worse": {"en": "▼ worse", "zh": "▼ 变差"},
    "same": {"en": "◆ otherwise", "zh": "◆ 不同"},
    "outcome_answer": {"en": "answered", "zh": "已回答"},
    "outcome_unsure": {"en": "unsure", "zh": "不确定"},
    "outcome_nothing": {"en": "nothing", "zh": "没有答案"},
    "rank": {"en": "right at {rank}", "zh": "第 {rank} 条对"},
    "rank_none": {"en": "none of ten right", "zh": "前十条都不对"},
    "rank_unanswerable": {"en": "nothing answers this", "zh": "本来就没有答案"},
    "no_quote": {"en": "No quote.", "zh": "没有引文。"},
    "quote_gone": {"en": "The quote is not in the index any more.", "zh": "这条引文已经不在索引里。"},
    "next_moved": {"en": "The next {count}", "zh": "后面 {count} 个"},
    **USE_TEXTS,
}
