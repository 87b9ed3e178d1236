// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna_cuts.hpp"

#include <algorithm>
#include <cmath>
#include <regex>

#include <fmt/format.h>

#include "core/text.hpp"
#include "core/units.hpp"

namespace gigacity::propagation {
namespace {

constexpr double dbi_of_dbd = 2.15;  // a half-wave dipole's gain

/// Attenuation at any angle, by linear interpolation around the circle.
double at_angle_db(const AntennaCut& cut, double angle_deg) {
  const double turned = angle_deg - 360.0 * std::floor(angle_deg / 360.0);
  const auto before = static_cast<std::size_t>(turned) % cut.size();
  const double part = turned - std::floor(turned);
  return std::lerp(static_cast<double>(cut[before]),
                   static_cast<double>(cut[(before + 1) % cut.size()]), part);
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < line.size();) {
    at = line.find_first_not_of(" \t\r,;", at);
    if (at == std::string_view::npos) break;
    const auto end = std::min(line.find_first_of(" \t\r,;", at), line.size());
    words.emplace_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

/// "17.5", "17.5dBi", "2.4 GHz": the number at the start of a text, and what follows it.
struct Amount {
  double value = 0.0;
  std::string unit;
};

std::optional<Amount> amount_of(const std::vector<std::string>& words) {
  if (words.size() < 2) return std::nullopt;
  const std::string& first = words[1];
  const auto end = std::min(first.find_first_not_of("+-.0123456789"), first.size());
  const auto value = parsed_number(first.substr(0, end));
  if (!value || !std::isfinite(*value)) return std::nullopt;
  std::string unit = first.substr(end);
  for (std::size_t i = 2; i < words.size(); ++i) unit += words[i];
  return Amount{*value, folded(unit)};
}

/// The tilt that a name gives away: "..._T04", "...-02T", "... 6deg".
std::optional<double> tilt_in(const std::string& name) {
  static const std::regex marks(
      R"((?:^|[_\-. ])(?:t(\d{1,2})|(\d{1,2})t|(\d{1,2}) ?deg)(?:$|[_\-. ]))", std::regex::icase);
  std::smatch found;
  if (!std::regex_search(name, found, marks)) return std::nullopt;
  for (std::size_t group = 1; group < found.size(); ++group)
    if (found[group].matched) return parsed_number(found[group].str());
  return std::nullopt;
}

/// One cut as it stands in the file: angles and attenuations in their order.
struct ReadCut {
  int line = 0;
  std::size_t announced = 0;
  std::vector<double> angle_deg;
  std::vector<double> loss_db;
};

class MsiReader {
 public:
  MsiReader(const std::string& source, Findings& findings)
      : m_source(source), m_findings(findings) {}

  void read(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++m_line) {
      const auto end = std::min(text.find('\n', at), text.size());
      line(text.substr(at, end - at));
      at = end + 1;
    }
  }
  std::optional<AntennaCuts> finish();

 private:
  void line(std::string_view text);
  void header(const std::vector<std::string>& words, std::string_view text);
  void sample(const std::vector<std::string>& words);
  std::optional<AntennaCut> filled(const ReadCut& cut, const std::string& name);
  InputLocation at(int line, const std::string& field) const {
    InputLocation where;
    where.source = m_source;
    where.field = field;
    where.line = line;
    return where;
  }
  void error(int line, const std::string& field, std::string message, std::string hint) {
    m_failed = true;
    m_findings.error({at(line, field), std::move(message), std::move(hint)});
  }

  const std::string& m_source;
  Findings& m_findings;
  int m_line = 1;
  bool m_failed = false;
  bool m_has_gain = false;
  AntennaCuts m_cuts;
  ReadCut m_horizontal;
  ReadCut m_vertical;
  ReadCut* m_open = nullptr;
};

void MsiReader::line(std::string_view text) {
  const auto words = words_of(text);
  if (words.empty()) return;
  if (m_open != nullptr && parsed_number(words[0])) {
    sample(words);
    return;
  }
  header(words, text);
}

void MsiReader::header(const std::vector<std::string>& words, std::string_view text) {
  const std::string key = folded(words[0]);
  const auto amount = amount_of(words);
  const auto rest = [&] {
    const auto at = text.find(words[0]) + words[0].size();
    const std::string_view tail = text.substr(at);
    const auto first = tail.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return std::string();
    return std::string(tail.substr(first, tail.find_last_not_of(" \t\r") - first + 1));
  };
  if (key == "horizontal" || key == "vertical") {
    m_open = key == "horizontal" ? &m_horizontal : &m_vertical;
    *m_open = {};
    m_open->line = m_line;
    m_open->announced = amount && amount->value > 0.0 ? static_cast<std::size_t>(amount->value) : 0;
    return;
  }
  m_open = nullptr;
  if (key == "name") {
    m_cuts.name = rest();
  } else if (key == "gain") {
    if (!amount || (!amount->unit.empty() && amount->unit != "dbd" && amount->unit != "dbi")) {
      error(m_line, "GAIN", fmt::format("is '{}'; expected a gain in dBd or dBi", rest()),
            "write it as \"GAIN 17.5 dBi\"");
      return;
    }
    m_has_gain = true;
    m_cuts.gain_dbi = amount->value + (amount->unit == "dbi" ? 0.0 : dbi_of_dbd);
  } else if (key == "frequency") {
    if (amount)
      m_cuts.frequency_mhz = amount->unit.starts_with("ghz") ? 1e3 * amount->value : amount->value;
  } else if (key == "electrical_tilt" || key == "tilt") {
    if (amount) m_cuts.electrical_tilt_deg = amount->value;
  } else if (m_line == 1 && m_cuts.name.empty()) {
    m_cuts.name = std::string(text.substr(0, text.find_last_not_of(" \t\r") + 1));
  }
}

void MsiReader::sample(const std::vector<std::string>& words) {
  const auto angle = parsed_number(words[0]);
  const auto loss = words.size() > 1 ? parsed_number(words[1]) : std::nullopt;
  if (!loss || !std::isfinite(*loss) || !std::isfinite(*angle)) {
    const bool horizontal = m_open == &m_horizontal;
    error(m_line, horizontal ? "HORIZONTAL" : "VERTICAL",
          "a row of a cut must hold an angle and an attenuation in dB", "correct the row");
    return;
  }
  m_open->angle_deg.push_back(*angle);
  m_open->loss_db.push_back(std::abs(*loss));
}

std::optional<AntennaCut> MsiReader::filled(const ReadCut& cut, const std::string& name) {
  const std::size_t count = cut.angle_deg.size();
  if (count == 0) {
    error(cut.line, name, "the cut is missing; expected its angles and attenuations",
          "ask the manufacturer for the whole file");
    return std::nullopt;
  }
  if (cut.announced != 0 && cut.announced != count) {
    error(cut.line, name, fmt::format("announces {} rows and holds {}", cut.announced, count),
          "the file may be cut off");
    return std::nullopt;
  }
  // Each whole degree lies between two rows that follow each other, the last one and the first
  // included.
  constexpr double widest_step_deg = 10.0;
  AntennaCut out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next = (i + 1) % count;
    const double from = cut.angle_deg[i];
    const double to = next == 0 ? cut.angle_deg[0] + 360.0 : cut.angle_deg[next];
    if (!(to > from) || to - from > widest_step_deg) {
      error(cut.line, name,
            fmt::format("goes from {} to {} degrees; expected the whole circle in rising order, in "
                        "steps of at most {}",
                        from, cut.angle_deg[next], widest_step_deg),
            "sort the rows, and fill the gap");
      return std::nullopt;
    }
    for (double degree = std::ceil(from); degree < to; degree += 1.0) {
      const double turned = degree - 360.0 * std::floor(degree / 360.0);
      out[static_cast<std::size_t>(turned) % out.size()] = static_cast<float>(
          std::lerp(cut.loss_db[i], cut.loss_db[next], (degree - from) / (to - from)));
    }
  }
  return out;
}

std::optional<AntennaCuts> MsiReader::finish() {
  if (!m_has_gain && !m_failed)
    error(0, "GAIN", "is missing; expected the antenna's gain", "add a line \"GAIN 17.5 dBi\"");
  const auto horizontal = filled(m_horizontal, "HORIZONTAL");
  const auto vertical = filled(m_vertical, "VERTICAL");
  if (m_failed || !horizontal || !vertical) return std::nullopt;
  m_cuts.horizontal_db = *horizontal;
  m_cuts.vertical_db = *vertical;
  if (!m_cuts.electrical_tilt_deg) m_cuts.electrical_tilt_deg = tilt_in(m_cuts.name);
  const double share =
      radiated_share([&](Direction d) { return gain_dbi(m_cuts, d, CutInterpolation::weighted); });
  constexpr double doubtful = 1.25;  // 1 dB: cuts are rounded, and say nothing of what is between
  if (share > doubtful) {
    m_findings.warning({at(0, "GAIN"),
                        fmt::format("the pattern radiates {:.2f} times the power fed in", share),
                        "a gain in dBi may be given as dBd (2.15 dB less)"});
  }
  return m_cuts;
}

}  // namespace

double gain_dbi(const AntennaCuts& cuts, Direction direction, CutInterpolation interpolation) {
  const double azimuth_deg = std::remainder(direction.azimuth_deg, 360.0);
  const double down_deg = -direction.elevation_deg;
  const double ahead_db = at_angle_db(cuts.vertical_db, down_deg);
  const double horizontal_db = at_angle_db(cuts.horizontal_db, azimuth_deg);
  if (interpolation == CutInterpolation::sum) return cuts.gain_dbi - (horizontal_db + ahead_db);
  // What the vertical cut loses against its own horizon, ahead and behind.
  const double behind_db = at_angle_db(cuts.vertical_db, 180.0 - down_deg);
  const double back = std::abs(azimuth_deg) / 180.0;
  const double vertical_db = (1.0 - back) * (ahead_db - cuts.horizontal_db[0]) +
                             back * (behind_db - static_cast<double>(cuts.horizontal_db[180]));
  return cuts.gain_dbi - (horizontal_db + vertical_db);
}

std::optional<AntennaCuts> read_msi(std::string_view text, const std::string& source,
                                    Findings& findings) {
  MsiReader reader(source, findings);
  reader.read(text);
  return reader.finish();
}

}  // namespace gigacity::propagation
