// What is there now takes the place of what was there, but for what is the same; "renewed" tells the other scripts.
import { choose, chosen, enable, passageAt, tidy } from "./passages.js";
import { form, passages } from "./parts.js";

const isSame = (one, other) => one && other && one.outerHTML === other.outerHTML;

const renewPassages = (fresh) => {
  const [old, now] = [[...passages.children], [...fresh.children]];
  let first = 0, last = 0;
  while (first < Math.min(old.length, now.length) && isSame(old[first], now[first])) first++;
  while (last < Math.min(old.length, now.length) - first && isSame(old.at(-1 - last), now.at(-1 - last))) last++;
  const behind = old[old.length - last] ?? null;
  for (const gone of old.slice(first, old.length - last)) gone.remove();
  for (const come of now.slice(first, now.length - last)) passages.insertBefore(document.adoptNode(come), behind);
};

// Take up a page that the server sent; somebody who chose another passage since `start` was corrected stays there.
export const takeUp = (page, start) => {
  const fresh = page.getElementById("passages");
  const sent = fresh.querySelector(".is-chosen")?.dataset.start;
  const here = chosen()?.dataset.start;
  const wanted = here === start ? sent ?? here : here;
  for (const article of passages.querySelectorAll(".is-saving")) article.classList.remove("is-saving");
  tidy(chosen());
  tidy(fresh.querySelector(".is-chosen"));
  renewPassages(fresh);
  document.getElementById("about").replaceWith(document.adoptNode(page.getElementById("about")));
  form.elements.seen.value = page.querySelector("#act [name=seen]").value;
  document.getElementById("undo").disabled = page.getElementById("undo").disabled;
  if (wanted !== undefined) choose(passageAt(wanted), { scrolls: false });
  else enable();
  document.dispatchEvent(new CustomEvent("renewed", { detail: page }));
};
