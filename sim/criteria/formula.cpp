// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/formula.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "sim/criteria/known_measures.hpp"

namespace gigacity::criteria {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Deep enough for any formula a person writes, shallow enough for any stack.
constexpr int maximum_depth = 64;

}  // namespace

/// Recursive descent; each function leaves its operand's program at the end of `m_formula.m_steps`.
class FormulaParser {
 public:
  explicit FormulaParser(std::string_view text) : m_text(text) { m_formula.m_text = text; }

  Formula run() {
    sum();
    if (peek() != '\0') fail(fmt::format("expected an operator or the end, found {}", found()));
    return std::move(m_formula);
  }

 private:
  using Operation = Formula::Operation;

  void sum() {
    if (++m_depth > maximum_depth) fail("is nested too deeply");
    product();
    for (char c = peek(); c == '+' || c == '-'; c = peek()) {
      const int at = column();
      ++m_at;
      product();
      emit(c == '+' ? Operation::add : Operation::subtract, at);
    }
    --m_depth;
  }

  void product() {
    signed_factor();
    for (char c = peek(); c == '*' || c == '/'; c = peek()) {
      ++m_at;
      peek();
      const int begin = column();
      signed_factor();
      emit(c == '*' ? Operation::multiply : Operation::divide);
      m_formula.m_steps.back().column = begin;
      m_formula.m_steps.back().end_column = m_last_end;
    }
  }

  void signed_factor() {
    bool negative = false;
    while (peek() == '-') {
      ++m_at;
      negative = !negative;
    }
    factor();
    if (negative) emit(Operation::negate);
  }

  void factor() {
    const char c = peek();
    if (c == '(') {
      ++m_at;
      sum();
      expect(')');
    } else if (is_digit(c) || c == '.') {
      number();
    } else if (is_letter(c)) {
      name();
    } else {
      fail(fmt::format("expected a number, a measure or \"(\", found {}", found()));
    }
    m_last_end = column();
  }

  void number() {
    double value = 0.0;
    const auto [end, error] =
        std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), value);
    if (error != std::errc()) fail(fmt::format("expected a number, found {}", found()));
    m_at = static_cast<std::size_t>(end - m_text.data());
    emit(Operation::number);
    m_formula.m_steps.back().number = value;
  }

  void name() {
    const int begin = column();
    const std::size_t from = m_at;
    skip_word();
    if (m_at < m_text.size() && m_text[m_at] == '[') {
      ++m_at;
      const std::size_t scene = m_at;
      skip_word();
      if (m_at == scene) fail(fmt::format("expected the id of a scene, found {}", found()));
      expect(']');
    }
    const std::string text(m_text.substr(from, m_at - from));
    if (peek() == '(') {
      call(text, begin);
      return;
    }
    m_at = from + text.size();  // blanks after a name are not part of it
    auto& names = m_formula.m_names;
    auto known = std::ranges::find(names, text, &Formula::Name::text);
    if (known == names.end()) known = names.insert(names.end(), {text, begin});
    const auto index = static_cast<std::size_t>(known - names.begin());
    emit(Operation::name);
    m_formula.m_steps.back().name = index;
  }

  void skip_word() {
    while (m_at < m_text.size() && (is_letter(m_text[m_at]) || is_digit(m_text[m_at]))) ++m_at;
  }

  void call(const std::string& function, int begin) {
    if (function != "min" && function != "max")
      throw FormulaError(fmt::format("\"{}\" is not a function; expected min or max", function),
                         begin);
    ++m_at;
    sum();
    expect(',');
    do {
      sum();
      emit(function == "min" ? Operation::minimum : Operation::maximum, begin);
    } while (accept(','));
    expect(')');
  }

  void emit(Operation operation) { emit(operation, column()); }
  void emit(Operation operation, int at) {
    m_formula.m_steps.push_back({operation, 0.0, 0, at, column()});
  }

  /// The next character that is no blank, '\0' at the end.
  char peek() {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' ||
                                    m_text[m_at] == '\n' || m_text[m_at] == '\r'))
      ++m_at;
    return m_at < m_text.size() ? m_text[m_at] : '\0';
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++m_at;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail(fmt::format("expected \"{}\", found {}", c, found()));
  }
  std::string found() {
    if (peek() == '\0') return "the end";
    // A whole UTF-8 character, so that "−" or "×" is shown as written.
    std::size_t end = m_at + 1;
    while (end < m_text.size() && (static_cast<unsigned char>(m_text[end]) & 0xC0U) == 0x80U) ++end;
    return fmt::format("\"{}\"", m_text.substr(m_at, end - m_at));
  }
  int column() const { return static_cast<int>(m_at) + 1; }
  [[noreturn]] void fail(const std::string& message) { throw FormulaError(message, column()); }

  std::string_view m_text;
  std::size_t m_at = 0;
  int m_depth = 0;
  int m_last_end = 1;  ///< column just after the last factor
  Formula m_formula;
};

Formula Formula::parse(std::string_view text) {
  return FormulaParser(text).run();
}

FormulaUnit Formula::unit(const std::function<Dimension(const std::string&)>& dimension_of) const {
  std::vector<FormulaUnit> stack;
  const auto scaled = [](const FormulaUnit& a, const FormulaUnit& b, int power) {
    FormulaUnit result;
    result.dimension = a.dimension;
    for (const auto& [name, of] : b.dimension)
      if ((result.dimension[name] += power * of) == 0) result.dimension.erase(name);
    const auto together = [power](std::optional<double> x, std::optional<double> y) {
      if (!x || !y) return std::optional<double>();
      return std::optional<double>(power > 0 ? *x * *y : *x / *y);
    };
    result.constant = together(a.constant, b.constant);
    result.factor = together(a.factor, b.factor);
    return result;
  };
  for (const auto& step : m_steps) {
    if (step.operation == Operation::number) {
      stack.push_back({.dimension = {}, .constant = step.number, .factor = step.number});
      continue;
    }
    if (step.operation == Operation::name) {
      stack.push_back({.dimension = dimension_of(m_names[step.name].text)});
      continue;
    }
    if (step.operation == Operation::negate) {
      auto& top = stack.back();
      if (top.constant) top.constant = -*top.constant;
      if (top.factor) top.factor = -*top.factor;
      continue;
    }
    const FormulaUnit b = std::move(stack.back());
    stack.pop_back();
    FormulaUnit& a = stack.back();
    if (step.operation == Operation::multiply) {
      a = scaled(a, b, 1);
    } else if (step.operation == Operation::divide) {
      if (b.constant == 0.0) throw FormulaError("divides by zero", step.column);
      a = scaled(a, b, -1);
    } else {
      if (!a.constant && !b.constant && a.dimension != b.dimension)
        throw FormulaError(
            fmt::format("puts {} and {} together", to_string(a.dimension), to_string(b.dimension)),
            step.column);
      const bool constant = a.constant && b.constant;
      if (a.constant) a.dimension = b.dimension;
      const double difference = step.operation == Operation::subtract ? -1.0 : 1.0;
      const auto sum = step.operation == Operation::add || step.operation == Operation::subtract;
      // Only sums of numbers stay numbers: min() and max() of them are no one's divisor.
      a.constant = constant && sum ? std::optional(*a.constant + difference * *b.constant)
                                   : std::optional<double>();
      a.factor = a.constant;
    }
  }
  return stack.back();
}

Evaluation Formula::evaluate(const MeasureSet& measures) const {
  std::vector<double> values;
  for (const auto& name : m_names) {
    const auto found = measures.values.find(name.text);
    if (found != measures.values.end()) {
      values.push_back(found->second.value);
      continue;
    }
    const auto why = measures.missing.find(name.text);
    return {std::nullopt,
            fmt::format("{} is not known: {}", name.text,
                        why != measures.missing.end() ? why->second : data_needed(name.text))};
  }
  std::vector<double> stack;
  const auto pop = [&stack] {
    const double top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const auto& step : m_steps) {
    switch (step.operation) {
      case Operation::number:
        stack.push_back(step.number);
        continue;
      case Operation::name:
        stack.push_back(values[step.name]);
        continue;
      case Operation::negate:
        stack.back() = -stack.back();
        continue;
      default:
        break;
    }
    const double b = pop();
    double& a = stack.back();
    switch (step.operation) {
      case Operation::add:
        a += b;
        break;
      case Operation::subtract:
        a -= b;
        break;
      case Operation::multiply:
        a *= b;
        break;
      case Operation::minimum:
        a = std::min(a, b);
        break;
      case Operation::maximum:
        a = std::max(a, b);
        break;
      default:
        if (b == 0.0) {
          const auto from = static_cast<std::size_t>(step.column - 1);
          const auto divisor =
              m_text.substr(from, static_cast<std::size_t>(step.end_column - step.column));
          return {std::nullopt, fmt::format("division by zero: {} is 0 here", divisor)};
        }
        a /= b;
    }
  }
  if (!std::isfinite(stack.back())) return {std::nullopt, "the result is not a finite number"};
  return {stack.back(), {}};
}

}  // namespace gigacity::criteria
