"use strict";
// One profile and one party at a time; without this script everything stands below each other.
(() => {
  const profiles = [...document.querySelectorAll(".profile")];
  const choice = document.getElementById("material");
  const buttons = [...document.querySelectorAll("[data-choose]")];
  const middle = () => document.querySelectorAll(".atlas").forEach(({ parentElement: around }) => {
    if (around.clientWidth) around.scrollLeft = (around.scrollWidth - around.clientWidth) / 2;
  });
  const told = () => {
    middle();
    document.dispatchEvent(new Event("shown"));
  };

  const show = (party) => {
    document.documentElement.dataset.buyer = party;
    document.querySelectorAll("[data-party]").forEach((each) => each.classList.toggle("shown", each.dataset.party === party));
    buttons.forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.choose === party)));
    told();
  };

  const open = (profile) => {
    profiles.forEach((each) => each.classList.toggle("open", each === profile));
    choice.value = profile.id;
    told();
  };

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const profile = target?.closest(".profile");
    if (!profile) return;
    open(profile);
    target.scrollIntoView();
  };

  const tools = document.querySelector(".tools");
  tools.hidden = false;
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${tools.offsetHeight}px`)).observe(tools);
  document.getElementById("print-all").addEventListener("click", () => {
    document.documentElement.classList.add("all");
    told();
    print();
  });
  addEventListener("afterprint", () => document.documentElement.classList.remove("all"));
  buttons.forEach((each) => each.addEventListener("click", () => show(each.dataset.choose)));
  choice.addEventListener("change", () => (location.hash = choice.value));
  addEventListener("hashchange", follow);
  document.querySelectorAll("details").forEach((each) => each.addEventListener("toggle", middle));

  if (profiles.length) open(profiles[0]);
  show(buttons[0].dataset.choose);
  addEventListener("load", follow);
})();
