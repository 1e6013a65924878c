"use strict";
/* Search by street and house number; spelling of Straße, umlauts and spaces does not matter. */
FP.fold = function (text) {
  return text.toLowerCase().replace(/ß/g, "ss").replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue")
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/strasse/g, "str").replace(/[\s.\-–]+/g, "");
};

FP.buildIndex = function () {
  const table = FP.addresses, names = table.words.street, byStreet = names.map(() => []);
  for (let i = 0; i < table.length; i++) byStreet[table.street[i]].push(i);
  return names.map((name, code) => ({ name, key: FP.fold(name), rows: byStreet[code] }))
    .filter((street) => street.key && street.rows.length);
};

FP.search = function (query) {
  const found = FP.streetsLike(query).map((street) => ({ street, rows: street.rows, text: street.name }));
  const split = query.match(/^(.*\D)[\s,]*?(\d.*)$/);
  const houses = [];
  if (split) {
    const wanted = FP.fold(split[2]), table = FP.addresses;
    for (const street of FP.streetsLike(split[1])) {
      const numbers = street.rows.map((row) => [FP.fold(table.words.number[table.number[row]]), row]);
      numbers.filter(([key]) => key.startsWith(wanted)).sort((a, b) => a[0].length - b[0].length || (a[0] < b[0] ? -1 : 1))
        .forEach(([, row]) => houses.push({ row, text: FP.addressText(row) }));
    }
  }
  return [...houses, ...found].slice(0, 12);
};

FP.streetsLike = function (query) {
  const key = FP.fold(query);
  if (!key) return [];
  const rank = (street) => (street.key === key ? 0 : street.key.startsWith(key) ? 1 : 2);
  FP.index ||= FP.buildIndex();
  return FP.index.filter((street) => street.key.includes(key))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
};

FP.addressText = function (row) {
  const table = FP.addresses, word = (column) => table.words[column][table[column][row]];
  const district = word("district") || word("city");
  const text = `${word("street")} ${word("number")}`;
  return district ? `${text} (${district})` : text;
};

FP.goTo = function (map, hit) {
  const table = FP.addresses;
  if (hit.row !== undefined) {
    map.setView(FP.toLatLng(table.x[hit.row], table.y[hit.row]), 18, { animate: false });
    FP.showAddress(map, hit.row);
    return;
  }
  const bounds = L.latLngBounds(hit.rows.map((row) => FP.toLatLng(table.x[row], table.y[row])));
  FP.marked = null;
  map.closePopup();
  map.fitBounds(bounds.pad(0.2), { maxZoom: 17, animate: false });
  FP.layer.soon();
};

FP.addSearch = function (map, parent) {
  const box = parent.appendChild(document.createElement("div"));
  box.className = "fp-search";
  const input = box.appendChild(document.createElement("input"));
  input.type = "search";
  input.placeholder = input.ariaLabel = FP.data.texts.search;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  const list = box.appendChild(document.createElement("ul"));
  list.setAttribute("role", "listbox");
  let hits = [], chosen = 0;
  const show = () => {
    list.replaceChildren(...hits.map((hit, i) => {
      const item = document.createElement("li");
      item.textContent = hit.text;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(i === chosen));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); go(hit); });
      return item;
    }));
    if (!hits.length && input.value.trim()) list.appendChild(document.createElement("li")).textContent = FP.data.texts.nothing_found;
    input.setAttribute("aria-expanded", String(list.childElementCount > 0));
  };
  const go = (hit) => {
    input.value = hit.text;
    hits = [];
    list.replaceChildren();
    document.body.classList.remove("fp-open");
    FP.goTo(map, hit);
  };
  input.addEventListener("input", () => { hits = FP.search(input.value.trim()); chosen = 0; show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits[chosen]) go(hits[chosen]);
    else if (event.key === "Escape") { hits = []; list.replaceChildren(); }
    else if (event.key === "ArrowDown" && hits.length) { chosen = (chosen + 1) % hits.length; show(); event.preventDefault(); }
    else if (event.key === "ArrowUp" && hits.length) { chosen = (chosen + hits.length - 1) % hits.length; show(); event.preventDefault(); }
  });
  input.addEventListener("blur", () => list.replaceChildren());
};
