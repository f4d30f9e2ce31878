// Corrections are saved one after another, in the order of the keys; nobody waits for one to choose the next passage.
import { chosen } from "./passages.js";
import { form, tell, words } from "./parts.js";
import { takeUp } from "./renewal.js";

let unsaved = []; // what was pressed and is not answered yet, the first of them on its way
let saving = Promise.resolve();

export const isSaving = () => unsaved.length > 0;

// Return what is to be said of corrections that were made after one which failed; they are not sent.
const dropOthers = () => {
  const others = unsaved.slice(1).length;
  unsaved = [];
  return others ? words.dropped.replace("\uFFFD", others) : "";
};

const fail = () => {
  const dropped = dropOthers();
  for (const article of document.querySelectorAll(".is-saving")) article.classList.remove("is-saving");
  tell(`${words.notSent} ${dropped}`.trim());
};

// Do something once all that was pressed before is saved.
export const afterwards = (work) => {
  saving = saving.then(work).catch(fail);
};

const showProblem = (page) => {
  const problem = page.getElementById("problem") ?? page.querySelector("main");
  const dropped = dropOthers();
  document.getElementById("page").replaceChildren(...(problem ? [document.adoptNode(problem)] : []));
  if (dropped) {
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = dropped;
    document.querySelector("#page h1")?.after(note);
  }
  scrollTo(0, 0);
  document.getElementById("page").focus();
};

const save = async (fields) => {
  if (unsaved[0] !== fields) return; // one before it failed
  const got = await studio.post(form.action, { ...fields, seen: form.elements.seen.value });
  const page = new DOMParser().parseFromString(await got.text(), "text/html");
  if (!got.ok || !page.getElementById("passages")) return showProblem(page);
  unsaved.shift();
  takeUp(page, fields.start);
  for (const { start } of unsaved) document.getElementById(`p${start}`)?.classList.add("is-saving");
  tell(unsaved.length ? words.saving : words.saved);
};

export const send = (decision) => {
  const fields = { start: chosen()?.dataset.start ?? "", ...decision };
  unsaved.push(fields);
  chosen()?.classList.add("is-saving");
  document.getElementById("undo").disabled = false; // what is being saved can be taken back
  tell(words.saving);
  afterwards(() => save(fields));
};

addEventListener("beforeunload", (event) => {
  if (isSaving()) event.preventDefault();
});
