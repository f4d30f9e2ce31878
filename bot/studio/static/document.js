// The page of an interview: turns are chosen and corrected without loading it again.
import { watchRun } from "./document/indexing.js";
import { give, giveTyped } from "./document/names.js";
import { form } from "./document/parts.js";
import { choose, chosen, enable, step } from "./document/passages.js";
import { afterwards, send } from "./document/saving.js";
import { split } from "./document/splitting.js";

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const by = event.submitter;
  if (by === give || !by) giveTyped();
  else if (by.name === "do") send({ do: by.value });
  else if (by.name === "split") send({ split: by.value });
  else send({ named: by.value });
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("#split, [data-step], [data-doubt], [data-to], .name, .passage");
  if (!target) return;
  const isLink = target.matches("#split, [data-to], .name");
  if (isLink) event.preventDefault();
  if (target.id === "split") return afterwards(split);
  if (target.dataset.step) return step(+target.dataset.step);
  if ("doubt" in target.dataset) return step(1, (article) => article.classList.contains("is-doubtful"));
  if (target.dataset.to) return choose(document.getElementById(`p${target.dataset.to}`));
  if (target.matches(".name")) return choose(target.closest(".passage"), { scrolls: false });
  if (event.target.closest("a, button") || String(getSelection())) return;
  if (target !== chosen()) choose(target, { scrolls: false });
});

if (chosen()) choose(chosen());
else enable();
watchRun();
