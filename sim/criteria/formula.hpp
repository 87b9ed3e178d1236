// SPDX-License-Identifier: Apache-2.0
// Arithmetic over named measures: numbers, names, + − * / ( ), min(a, b, ...), max(a, b, ...). A measure of a scene is
// named with it: key_places[hospitals].
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/criteria/measure_unit.hpp"
#include "sim/criteria/measures.hpp"

namespace gigacity::criteria {

/// A formula that does not parse.
class FormulaError : public std::runtime_error {
 public:
  FormulaError(const std::string& message, int column)
      : std::runtime_error(message), m_column(column) {}
  /// Of the first character at fault, from 1, counted in bytes of the formula's text.
  int column() const { return m_column; }

 private:
  int m_column;
};

/// A value, or why there is none.
struct Evaluation {
  std::optional<double> value;
  std::string reason;
};

/// A parsed formula: a postfix program over the names it reads.
class Formula {
 public:
  /// A name as it stands in the text.
  struct Name {
    std::string text;
    int column = 0;  ///< of its first use
  };

  /// Throws FormulaError.
  static Formula parse(std::string_view text);

  /// The measures read, in order of first use.
  const std::vector<Name>& names() const { return m_names; }

  /// What it gives, where `dimension_of` tells what each name counts. Throws FormulaError where it adds or compares what
  /// is counted in different units, or divides by a constant of zero.
  FormulaUnit unit(const std::function<Dimension(const std::string&)>& dimension_of) const;

  /// No value where a measure is missing, a divisor is zero or the result is not finite.
  Evaluation evaluate(const MeasureSet& measures) const;

 private:
  friend class FormulaParser;
  enum class Operation { number, name, add, subtract, multiply, divide, negate, minimum, maximum };
  struct Step {
    Operation operation = Operation::number;
    double number = 0.0;
    std::size_t name = 0;  ///< index into m_names
    int column = 0;        ///< of the operator; of a division: of its divisor
    int end_column = 0;    ///< a division's divisor is the text [column, end_column)
  };

  std::string m_text;
  std::vector<Name> m_names;
  std::vector<Step> m_steps;
};

}  // namespace gigacity::criteria
