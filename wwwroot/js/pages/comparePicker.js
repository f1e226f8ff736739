// Adds an experiment to the ones that are compared.

/** @param {HTMLElement} form */
export function start(form) {
  const ids = /** @type {HTMLInputElement} */ (form.querySelector("input[name=ids]"));
  const add = /** @type {HTMLSelectElement} */ (form.querySelector("[data-part=add]"));
  add.addEventListener("change", () => {
    const chosen = new Set(ids.value.split(",").map((id) => id.trim()).filter((id) => id !== ""));
    if (add.value !== "") {
      chosen.add(add.value);
    }

    ids.value = [...chosen].slice(0, 8).join(",");
  });
}
