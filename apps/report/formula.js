// SPDX-License-Identifier: Apache-2.0
// A profile's formula as people write it: fractions, × and ÷, and the same with its numbers put in.

function tokenise(text) {
  const tokens = text.match(/[A-Za-z_][A-Za-z0-9_]*(?:\[[A-Za-z0-9_]+\])?|[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[-+*/(),]|\S/g);
  return tokens ?? [];
}

function parseFormula(text) {
  const tokens = tokenise(text);
  let at = 0;
  const accept = (token) => tokens[at] === token && ++at > 0;
  const expect = (token) => {
    if (!accept(token)) throw new SyntaxError("expected " + token);
  };

  function list() {
    const items = [sum()];
    while (accept(",")) items.push(sum());
    expect(")");
    return items;
  }

  function factor() {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxError("unexpected end");
    if (token === "-") return { type: "minus", of: factor() };
    if (token === "(") {
      const inner = sum();
      expect(")");
      return { type: "group", of: inner };
    }
    if (/^[0-9]/.test(token)) return { type: "number", value: Number(token) };
    if (!/^[A-Za-z_]/.test(token)) throw new SyntaxError("unexpected " + token);
    return accept("(") ? { type: "call", name: token, of: list() } : { type: "name", name: token };
  }

  function product() {
    let left = factor();
    while (tokens[at] === "*" || tokens[at] === "/") {
      const operator = tokens[at++];
      left = { type: operator === "*" ? "times" : "over", left, right: factor() };
    }
    return left;
  }

  function sum() {
    let left = product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const operator = tokens[at++];
      left = { type: operator === "+" ? "plus" : "difference", left, right: product() };
    }
    return left;
  }

  const tree = sum();
  if (at !== tokens.length) throw new SyntaxError("unexpected " + tokens[at]);
  return tree;
}

const OPERATORS = { times: " × ", plus: " + ", difference: " − " };

function withoutGroup(node) {
  return node.type === "group" ? node.of : node;
}

function drawFormula(node, nameText) {
  const draw = (part) => drawFormula(part, nameText);
  switch (node.type) {
    case "number": return [formatNumber(node.value)];
    case "name": return [nameText(node.name)];
    case "minus": return ["−", draw(node.of)];
    case "group": return ["(", draw(node.of), ")"];
    case "call": return [node.name + "(", node.of.flatMap((part, index) => [index ? ", " : "", draw(part)]), ")"];
    case "over": return [h("span", { class: "fraction" },
      h("span", {}, draw(withoutGroup(node.left))), h("span", {}, draw(withoutGroup(node.right))))];
    default: return [draw(node.left), OPERATORS[node.type], draw(node.right)];
  }
}

function readFormula(node, nameText) {
  const read = (part) => readFormula(part, nameText);
  switch (node.type) {
    case "number": return formatNumber(node.value);
    case "name": return nameText(node.name);
    case "minus": return "minus " + read(node.of);
    case "group": return "(" + read(node.of) + ")";
    case "call": return node.name + "(" + node.of.map(read).join(", ") + ")";
    case "over": return read(node.left) + " divided by " + read(node.right);
    default: return read(node.left) + OPERATORS[node.type] + read(node.right);
  }
}

function formulaNames(node, found = []) {
  if (node.type === "name") found.push(node.name);
  for (const part of [node.left, node.right, node.of].flat()) {
    if (part) formulaNames(part, found);
  }
  return found;
}

function equation(node, nameText, result) {
  const label = readFormula(node, nameText) + (result ? " equals " + result : "");
  return h("div", { class: result ? "equation" : "equation names", role: "math", "aria-label": label },
    drawFormula(node, nameText), result ? [" = ", h("strong", {}, result)] : null);
}

// The formula in names, then with the numbers put in.
function formulaView(indicator) {
  let tree;
  try {
    tree = parseFormula(indicator.formula);
  } catch {
    return h("p", { class: "equation" }, indicator.formula);
  }
  const inputs = new Map(listOf(indicator.inputs).map((input) => [input.name, input]));
  const value = (name) => formatNumber(inputs.get(name)?.value);
  const known = isNumber(indicator.value) && formulaNames(tree).every((name) => isNumber(inputs.get(name)?.value));
  const result = withUnit(formatAgainst(indicator.value, indicator.threshold), indicator.unit);
  return h("div", {}, equation(tree, plainWords, null),
    known && formulaNames(tree).length > 0 ? equation(tree, value, result) : null);
}

