// A name is typed: those that have it are offered, the first of them for Enter, and else it is a new one.
import { form, words } from "./parts.js";
import { enable } from "./passages.js";
import { send } from "./saving.js";

const KEYS = 9;
const speaker = document.getElementById("speaker");
export const give = document.getElementById("give");
const usual = give.textContent;
const people = [...form.querySelectorAll("[name=named]")];

const isLike = (button, typed) => button.value.toLowerCase().includes(typed);

const filter = () => {
  const typed = speaker.value.trim().toLowerCase();
  people.forEach((button, number) => {
    button.hidden = typed ? !isLike(button, typed) : number >= KEYS;
  });
  const first = people.find((button) => !button.hidden);
  const offered = first?.value ?? words.newName.replace("\uFFFD", speaker.value.trim());
  give.firstElementChild.textContent = typed ? offered : usual;
};

const leave = () => {
  speaker.value = "";
  filter();
  speaker.blur();
};

const sendTyped = (decision) => {
  leave();
  send(decision);
};

export const giveTyped = () => {
  const typed = speaker.value.trim();
  if (!typed) return speaker.focus();
  const same = people.find((button) => button.value.toLowerCase() === typed.toLowerCase());
  const first = same ?? people.find((button) => isLike(button, typed.toLowerCase()));
  sendTyped(first ? { named: first.value } : { do: "name", speaker: typed });
};

// Take up who may be named by now; what somebody is typing stays.
document.addEventListener("renewed", ({ detail: page }) => {
  for (const button of people.splice(0)) button.remove();
  people.push(...page.querySelectorAll("#people [name=named]"));
  form.querySelector(".typed").before(...people);
  enable();
  filter();
});

speaker.addEventListener("input", filter);
speaker.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return leave();
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const typed = speaker.value.trim();
  if (event.shiftKey && typed) sendTyped({ do: "name", speaker: typed });
  else giveTyped();
});
