"use strict";
// Puts a newer rendering of the page in the place of this one. The server renders and encodes; nothing here makes markup of text.
const interval = 3000;
const patience = 8000;
const stale = document.getElementById("stale");
// Without the name and password that an address may hold: fetch refuses those, and the browser sends them by itself.
const address = location.origin + location.pathname;
let heard = Date.now();

const isSelecting = () => !getSelection().isCollapsed;

async function renew() {
  try {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    heard = Date.now();
    stale.hidden = true;
    document.title = page.title;
    if (!isSelecting()) document.querySelector("main").replaceWith(page.querySelector("main"));
  } catch (problem) {
    const seconds = Math.round((Date.now() - heard) / 1000);
    stale.textContent = `This instance has not answered for ${seconds} s (${problem.message}): what is below is old. Open the page of another instance.`;
    stale.hidden = false;
    document.title = document.title.replace(/^(\? )?/, "? ");
  }
}

async function watch() {
  if (!document.hidden) await renew();
  setTimeout(watch, interval);
}

setTimeout(watch, interval);
document.addEventListener("visibilitychange", () => document.hidden || renew());
