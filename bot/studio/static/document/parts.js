// The parts of the page of an interview that all its scripts speak of.
export const words = document.querySelector(".reading").dataset;
export const passages = document.getElementById("passages");
export const form = document.getElementById("act");
export const which = document.getElementById("which");

const status = document.getElementById("status");

export const tell = (text) => {
  status.textContent = text;
};
