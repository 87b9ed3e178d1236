// SPDX-License-Identifier: Apache-2.0
// A sortable table in pages: only the rows of one page are ever in the document, so it stays fast with
// thousands. Columns: {label, title, numeric, first ("ascending" or "descending"), value(row), cell(row)};
// a column without `value` cannot be sorted.

const sorter = new Intl.Collator("en", { numeric: true });

function compareValues(a, b) {
  if (isNumber(a) && isNumber(b)) return a - b;
  return sorter.compare(String(a), String(b));
}

// Rows without a figure come last whichever way the column is sorted; ties keep the given order.
function sortRows(rows, value, ascending) {
  const isAbsent = (key) => key === null || key === undefined || key === "" || Number.isNaN(key);
  const keyed = rows.map((row, index) => ({ row, index, key: value(row) }));
  keyed.sort((a, b) => {
    if (isAbsent(a.key) || isAbsent(b.key)) return isAbsent(a.key) - isAbsent(b.key) || a.index - b.index;
    const order = compareValues(a.key, b.key);
    return (ascending ? order : -order) || a.index - b.index;
  });
  return keyed.map((entry) => entry.row);
}

class PagedTable {
  constructor({ caption, className, columns, pageSize, sortColumn, empty, noun, onRow }) {
    this.columns = columns;
    this.pageSize = pageSize;
    this.noun = noun;
    this.empty = empty;
    this.onRow = onRow;
    this.rows = [];
    this.sorted = [];
    this.page = 0;
    this.sortColumn = sortColumn ?? null;
    this.ascending = sortColumn ? sortColumn.first !== "descending" : true;
    this.headings = columns.map((column) => this.heading(column));
    this.body = h("tbody");
    this.pager = h("nav", { class: "pager", "aria-label": "Pages of the table: " + caption });
    const table = h("table", { class: className },
      h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, this.headings)), this.body);
    this.element = h("div", {}, h("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": caption }, table),
      this.pager);
  }

  heading(column) {
    const label = column.value
      ? h("button", { type: "button", class: "sort", title: column.title, click: () => this.sortBy(column) },
        column.label, h("span", { class: "arrow", "aria-hidden": "true" }))
      : h("span", { title: column.title }, column.label);
    return h("th", { scope: "col", class: column.numeric ? "number" : null }, label);
  }

  show(rows) {
    this.rows = rows;
    this.page = 0;
    this.update();
  }

  sortBy(column) {
    this.ascending = this.sortColumn === column ? !this.ascending : column.first !== "descending";
    this.sortColumn = column;
    this.page = 0;
    this.update();
  }

  update() {
    const column = this.sortColumn;
    this.sorted = column ? sortRows(this.rows, column.value, this.ascending) : this.rows;
    this.columns.forEach((each, index) => {
      if (each === column) this.headings[index].setAttribute("aria-sort", this.ascending ? "ascending" : "descending");
      else this.headings[index].removeAttribute("aria-sort");
    });
    this.draw();
  }

  pageCount() {
    return Math.max(1, Math.ceil(this.sorted.length / this.pageSize));
  }

  turnTo(page) {
    this.page = Math.min(Math.max(page, 0), this.pageCount() - 1);
    this.draw();
  }

  draw() {
    const from = this.page * this.pageSize;
    const shown = this.sorted.slice(from, from + this.pageSize);
    this.body.replaceChildren(...shown.map((row) => this.drawRow(row)));
    if (shown.length === 0) {
      this.body.append(h("tr", {}, h("td", { class: "empty", colspan: this.columns.length }, this.empty)));
    }
    this.drawPager(from, shown.length);
  }

  // A convenience for the pointer; the same is reached by a button in the row.
  clickRow(event, row) {
    if (!event.target.closest("button, a") && getSelection().isCollapsed) this.onRow(row);
  }

  drawRow(row) {
    const onClick = this.onRow ? (event) => this.clickRow(event, row) : null;
    return h("tr", { class: onClick ? "clickable" : null, click: onClick }, this.columns.map((column, index) => {
      const content = column.cell(row);
      const attributes = { class: [column.numeric ? "number" : "", column.className ?? ""].join(" ").trim() || null,
        "data-label": column.label };
      return index === 0 ? h("th", { scope: "row", ...attributes }, content) : h("td", attributes, content);
    }));
  }

  drawPager(from, count) {
    this.pager.hidden = this.pageCount() === 1;
    const turn = (text, label, page, usable) => h("button",
      { type: "button", "aria-label": label, disabled: !usable, click: () => this.turnTo(page) }, text);
    this.pager.replaceChildren(
      turn("«", "First page", 0, this.page > 0),
      turn("‹ Previous", "Previous page", this.page - 1, this.page > 0),
      h("span", { role: "status" }, formatInteger(from + 1) + "–" + formatInteger(from + count) + " of " +
        formatInteger(this.sorted.length) + " " + this.noun),
      turn("Next ›", "Next page", this.page + 1, this.page + 1 < this.pageCount()),
      turn("»", "Last page", this.pageCount() - 1, this.page + 1 < this.pageCount()));
  }
}

