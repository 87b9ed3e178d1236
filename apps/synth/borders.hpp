// SPDX-License-Identifier: Apache-2.0
// Labels on the squares of a lattice, and the smooth borders between them. Vertices belong to the
// lattice, not to an outline: neighbours share them, so that areas tile without gap or overlap.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "apps/synth/plan.hpp"

namespace gigacity::apps::synth {

/// A label for each square of a lattice, row by row; `nobody` where there is none. The squares are
/// one fewer than the nodes each way.
class Labels {
 public:
  static constexpr int nobody = -1;

  explicit Labels(const Lattice& lattice)
      : m_columns(lattice.columns - 1),
        m_rows(lattice.rows - 1),
        m_label(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows), nobody) {}

  int columns() const { return m_columns; }
  int rows() const { return m_rows; }
  std::size_t size() const { return m_label.size(); }
  std::size_t index_of(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
           static_cast<std::size_t>(column);
  }
  int& operator[](std::size_t i) { return m_label[i]; }
  int operator[](std::size_t i) const { return m_label[i]; }
  /// `nobody` outside the lattice too.
  int at(int column, int row) const {
    return column < 0 || row < 0 || column >= m_columns || row >= m_rows
               ? nobody
               : m_label[index_of(column, row)];
  }

  /// Each label in one piece: parts cut off from the largest go to the neighbours around them.
  void heal();

 private:
  std::vector<std::size_t> beside(std::size_t i) const;
  std::vector<std::size_t> part_of(std::size_t first, std::vector<char>& seen) const;

  int m_columns;
  int m_rows;
  std::vector<int> m_label;
};

/// The vertices between squares of different labels, drawn into smooth lines.
class Borders {
 public:
  struct Rules {
    /// A place that a vertex keeps, whatever the smoothing; nothing for most.
    std::function<std::optional<MapPoint>(std::size_t vertex)> kept;
    /// The vertex has a say in the smoothing and may not be dropped, since others use it.
    std::function<bool(std::size_t vertex)> needed;
  };

  Borders(const Lattice& lattice, const Labels& finest, const Rules& rules);

  /// Nothing where the vertex is on no border.
  std::optional<MapPoint> at(std::size_t vertex) const;

  /// The outlines of `count` labels, 0 and up, of this lattice: `labels` joins whole areas of the finest. Rings have the
  /// label on their left, shells run counter-clockwise.
  std::vector<MultiPolygon> outlines(const Labels& labels, int count) const;

 private:
  struct Vertex {
    std::size_t index = 0;
    MapPoint place;
    bool dropped = false;  ///< the line hardly bends there
  };
  const Vertex& vertex(std::size_t index) const;
  MultiPolygon outline(const Labels& labels, int of, const Node& first, const Node& last) const;

  Lattice m_lattice;
  std::vector<Vertex> m_vertices;  ///< in order of their indices
};

}  // namespace gigacity::apps::synth
