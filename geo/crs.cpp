// SPDX-License-Identifier: Apache-2.0
#include "geo/crs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <geodesic.h>

#include "core/diagnostic.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/transformation.hpp"

namespace gigacity::geo {

namespace {

using detail::PjContextPtr;
using detail::PjPtr;

/// A PROJ context that keeps the last message instead of printing it, and never goes to the
/// network.
class Context {
 public:
  Context() : m_message(std::make_unique<std::string>()), m_handle(proj_context_create()) {
    proj_log_func(m_handle.get(), m_message.get(), [](void* message, int, const char* text) {
      *static_cast<std::string*>(message) = text;
    });
    proj_context_set_enable_network(m_handle.get(), 0);
  }
  PJ_CONTEXT* get() const { return m_handle.get(); }

  std::string reason() const {
    if (!m_message->empty()) return *m_message;
    const int code = proj_context_errno(m_handle.get());
    return code == 0 ? "PROJ gives no reason" : proj_context_errno_string(m_handle.get(), code);
  }

 private:
  std::unique_ptr<std::string> m_message;  // stays in place when the context moves
  PjContextPtr m_handle;
};

std::string text_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

InputError crs_error(const std::string& definition, const std::string& reason) {
  const std::string shown = definition.size() > 80 ? definition.substr(0, 77) + "..." : definition;
  Diagnostic diagnostic;
  diagnostic.message = fmt::format("'{}' is not a coordinate reference system: {}", shown, reason);
  diagnostic.hint = "give a code such as EPSG:32650, a PROJ string or WKT";
  return InputError(std::move(diagnostic));
}

/// PROJ takes "+proj=utm +zone=50" for a conversion unless told that a CRS is meant.
std::string as_crs_definition(const std::string& definition) {
  const bool proj_string = definition.find("+proj=") != std::string::npos ||
                           definition.find("+init=") != std::string::npos;
  if (proj_string && definition.find("type=crs") == std::string::npos)
    return definition + " +type=crs";
  return definition;
}

bool is_geographic_type(PJ_TYPE type) {
  return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

/// The horizontal part of a compound CRS, without heights.
PjPtr horizontal_part(PJ_CONTEXT* context, PjPtr crs) {
  if (proj_get_type(crs.get()) == PJ_TYPE_COMPOUND_CRS)
    crs.reset(proj_crs_get_sub_crs(context, crs.get(), 0));
  return crs;
}

/// One axis east, the other north, both in metres.
bool has_metric_axes(PJ_CONTEXT* context, const PJ* crs) {
  const PjPtr system(proj_crs_get_coordinate_system(context, crs));
  if (!system || proj_cs_get_axis_count(context, system.get()) != 2) return false;
  bool east = false;
  bool north = false;
  for (int axis = 0; axis < 2; ++axis) {
    const char* direction = nullptr;
    double metres = 0.0;
    if (proj_cs_get_axis_info(context, system.get(), axis, nullptr, nullptr, &direction, &metres,
                              nullptr, nullptr, nullptr) == 0)
      return false;
    if (metres != 1.0) return false;
    east = east || std::string_view(direction) == "east";
    north = north || std::string_view(direction) == "north";
  }
  return east && north;
}

bool is_web_mercator(PJ_CONTEXT* context, const PJ* crs) {
  const PjPtr conversion(proj_crs_get_coordoperation(context, crs));
  const char* method = nullptr;
  if (!conversion || proj_coordoperation_get_method_info(context, conversion.get(), &method,
                                                         nullptr, nullptr) == 0)
    return false;
  return text_or_empty(method).starts_with("Popular Visualisation Pseudo");
}

std::optional<GeoBox> area_of_use_of(PJ_CONTEXT* context, const PJ* crs) {
  GeoBox box;
  if (proj_get_area_of_use(context, crs, &box.west_deg, &box.south_deg, &box.east_deg,
                           &box.north_deg, nullptr) == 0)
    return std::nullopt;
  return detail::area_of_use(box);
}

std::string shown(double first, double second) {
  return fmt::format("({}, {})", first, second);
}

}  // namespace

Crs::Crs(const std::string& definition) {
  const Context context;
  if (definition.find_first_not_of(" \t\r\n") == std::string::npos)
    throw crs_error(definition, "it is empty");
  PjPtr crs(proj_create(context.get(), as_crs_definition(definition).c_str()));
  if (!crs) throw crs_error(definition, context.reason());
  if (proj_is_crs(crs.get()) == 0) throw crs_error(definition, "it describes something else");

  crs = horizontal_part(context.get(), std::move(crs));
  if (!crs) throw crs_error(definition, context.reason());
  const bool bound = proj_get_type(crs.get()) == PJ_TYPE_BOUND_CRS;
  const PjPtr base(bound ? proj_get_source_crs(context.get(), crs.get()) : nullptr);
  const PJ* plain = base ? base.get() : crs.get();
  const PJ_TYPE type = proj_get_type(plain);
  if (type == PJ_TYPE_GEOCENTRIC_CRS || type == PJ_TYPE_VERTICAL_CRS ||
      type == PJ_TYPE_TEMPORAL_CRS)
    throw crs_error(definition, "it has no horizontal map coordinates");

  const std::array<const char*, 2> options{"MULTILINE=NO", nullptr};
  m_wkt = text_or_empty(proj_as_wkt(context.get(), crs.get(), PJ_WKT2_2019, options.data()));
  if (m_wkt.empty()) throw crs_error(definition, context.reason());
  m_name = text_or_empty(proj_get_name(plain));
  const std::string authority = text_or_empty(proj_get_id_auth_name(plain, 0));
  if (!authority.empty()) m_code = authority + ":" + text_or_empty(proj_get_id_code(plain, 0));
  m_geographic = is_geographic_type(type);
  m_metric = type == PJ_TYPE_PROJECTED_CRS && has_metric_axes(context.get(), plain) &&
             !is_web_mercator(context.get(), plain);
  m_area_of_use = area_of_use_of(context.get(), plain);
}

Crs utm_zone_of(GeoPoint p) {
  if (!std::isfinite(p.lon_deg) || !(p.lat_deg >= -80.0 && p.lat_deg <= 84.0)) {
    throw InputError(
        Diagnostic{{},
                   fmt::format("no UTM zone holds longitude {}, latitude {}", p.lon_deg, p.lat_deg),
                   "UTM reaches from 80 degrees south to 84 degrees north; name a projected CRS"});
  }
  const double lon_deg = p.lon_deg - 360.0 * std::floor((p.lon_deg + 180.0) / 360.0);
  int zone = static_cast<int>(std::floor((lon_deg + 180.0) / 6.0)) + 1;
  // South-western Norway and Svalbard have wider zones (NGA.STND.0037, §3).
  if (p.lat_deg >= 56.0 && p.lat_deg < 64.0 && lon_deg >= 3.0 && lon_deg < 12.0) zone = 32;
  if (p.lat_deg >= 72.0 && lon_deg >= 0.0 && lon_deg < 42.0) {
    zone = lon_deg < 9.0 ? 31 : lon_deg < 21.0 ? 33 : lon_deg < 33.0 ? 35 : 37;
  }
  return Crs(fmt::format("EPSG:{}", (p.lat_deg < 0.0 ? 32700 : 32600) + zone));
}

Crs map_along(GeoPoint a, GeoPoint b) {
  const double across_deg = std::remainder(b.lon_deg - a.lon_deg, 360.0);
  const GeoPoint middle{a.lon_deg + 0.5 * across_deg, 0.5 * (a.lat_deg + b.lat_deg)};
  // The initial line has no direction: PROJ wants it within a right angle of north.
  const double azimuth_deg = std::remainder(geodesic_line(middle, b).azimuth_deg, 180.0);
  return Crs(
      fmt::format("+proj=omerc +lat_0={:.10f} +lonc={:.10f} +alpha={:.10f} +gamma=90 +k_0=1 "
                  "+datum=WGS84 +units=m",
                  middle.lat_deg, middle.lon_deg, azimuth_deg));
}

struct Projection::State {
  Context context;
  PjPtr transformation;  // after the context: it must go first
  std::string name;
};

Projection::Projection(const Crs& working) : m_state(std::make_unique<State>()) {
  PJ_CONTEXT* context = m_state->context.get();
  m_state->name = working.name();
  const PjPtr geographic(proj_create(context, "EPSG:4326"));
  const PjPtr map(proj_create(context, working.wkt().c_str()));
  // A ballpark transformation ignores the datum: hundreds of metres off, silently.
  const bool same_datum = map && detail::is_cgcs2000(context, map.get());
  const std::array<const char*, 2> options{same_datum ? "ALLOW_BALLPARK=YES" : "ALLOW_BALLPARK=NO",
                                           nullptr};
  PjPtr transformation;
  if (geographic && map) {
    transformation.reset(proj_create_crs_to_crs_from_pj(context, geographic.get(), map.get(),
                                                        nullptr, options.data()));
  }
  if (transformation)
    m_state->transformation.reset(proj_normalize_for_visualization(context, transformation.get()));
  if (!m_state->transformation) {
    throw InputError(Diagnostic{{},
                                fmt::format("no transformation from WGS 84 to '{}': {}",
                                            working.name(), m_state->context.reason()),
                                "choose a CRS with a known datum"});
  }
}

Projection::~Projection() = default;
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;

MapPoint Projection::to_map(GeoPoint p) const {
  PJ* transformation = m_state->transformation.get();
  proj_errno_reset(transformation);
  const PJ_COORD out =
      proj_trans(transformation, PJ_FWD, proj_coord(p.lon_deg, p.lat_deg, 0.0, HUGE_VAL));
  if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) {
    throw InputError(Diagnostic{
        {},
        fmt::format("longitude and latitude {} lie outside of '{}': {}",
                    shown(p.lon_deg, p.lat_deg), m_state->name, m_state->context.reason()),
        "check the order of the coordinates and the CRS"});
  }
  return {out.xy.x, out.xy.y};
}

GeoPoint Projection::to_geo(MapPoint p) const {
  PJ* transformation = m_state->transformation.get();
  proj_errno_reset(transformation);
  const PJ_COORD out = proj_trans(transformation, PJ_INV, proj_coord(p.x_m, p.y_m, 0.0, HUGE_VAL));
  if (!std::isfinite(out.lp.lam) || !std::isfinite(out.lp.phi)) {
    throw InputError(
        Diagnostic{{},
                   fmt::format("map coordinates {} lie outside of '{}': {}", shown(p.x_m, p.y_m),
                               m_state->name, m_state->context.reason()),
                   "check the CRS"});
  }
  return {out.lp.lam, out.lp.phi};
}

double length_error(const Crs& crs, GeoPoint at) {
  constexpr double step_deg = 0.001;  // some 100 m
  try {
    const Projection projection(crs);
    const auto error = [&](GeoPoint to) {
      return std::abs(distance_m(projection.to_map(at), projection.to_map(to)) /
                          geodesic_distance_m(at, to) -
                      1.0);
    };
    return std::max(error({at.lon_deg + step_deg, at.lat_deg}),
                    error({at.lon_deg, at.lat_deg + (at.lat_deg > 0.0 ? -step_deg : step_deg)}));
  } catch (const InputError&) {
    return HUGE_VAL;
  }
}

double geodesic_distance_m(GeoPoint a, GeoPoint b) {
  return geodesic_line(a, b).distance_m;
}

GeodesicLine geodesic_line(GeoPoint a, GeoPoint b) {
  geod_geodesic ellipsoid;
  geod_init(&ellipsoid, 6'378'137.0, 1.0 / 298.257223563);  // WGS 84
  double metres = 0.0;
  double leaving_deg = 0.0;
  double arriving_deg = 0.0;
  geod_inverse(&ellipsoid, a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, &metres, &leaving_deg,
               &arriving_deg);
  const auto turned = [](double deg) { return deg - 360.0 * std::floor(deg / 360.0); };
  return {metres, turned(leaving_deg), turned(arriving_deg + 180.0)};
}

}  // namespace gigacity::geo
