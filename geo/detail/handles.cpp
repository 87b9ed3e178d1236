// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/handles.hpp"

#include <string_view>
#include <utility>

namespace gigacity::geo::detail {

GdalMessages::GdalMessages(std::function<void(const std::string&)> on_debug)
    : m_on_debug(std::move(on_debug)) {
  CPLErrorReset();
  CPLPushErrorHandlerEx(&GdalMessages::receive, this);
  // Debug output goes nowhere, also when CPL_DEBUG is set: libraries do not print.
  CPLSetCurrentErrorHandlerCatchDebug(TRUE);
}

GdalMessages::~GdalMessages() {
  CPLPopErrorHandler();
}

namespace {

/// Messages of servers and parsers go over several lines: as one.
std::string on_one_line(const char* text) {
  std::string line;
  for (const char c : std::string_view(text)) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace

void CPL_STDCALL GdalMessages::receive(CPLErr kind, CPLErrorNum, const char* text) {
  auto* self = static_cast<GdalMessages*>(CPLGetErrorHandlerUserData());
  if (self == nullptr) return;
  if (kind == CE_Debug) {
    if (self->m_on_debug) self->m_on_debug(text);
  } else if (kind == CE_Warning) {
    self->m_warning = on_one_line(text);
  } else if ((kind == CE_Failure || kind == CE_Fatal) && self->m_error.empty()) {
    self->m_error = *text == '\0' ? "GDAL gives no reason" : on_one_line(text);
  }
}

std::string GdalMessages::reason() const {
  if (!m_error.empty()) return m_error;
  return m_warning.empty() ? "GDAL gives no reason" : m_warning;
}

void GdalMessages::clear() {
  m_error.clear();
  m_warning.clear();
  CPLErrorReset();
}

bool close(DatasetPtr& dataset, const GdalMessages& messages) {
  if (dataset) GDALClose(dataset.release());
  return !messages.failed();
}

SpatialReferencePtr spatial_reference(const std::string& definition) {
  const GdalMessages quiet;
  SpatialReferencePtr reference(OSRNewSpatialReference(nullptr));
  if (OSRSetFromUserInput(reference.get(), definition.c_str()) != OGRERR_NONE) return nullptr;
  OSRSetAxisMappingStrategy(reference.get(), OAMS_TRADITIONAL_GIS_ORDER);
  return reference;
}

GeosContext::GeosContext() : m_message(std::make_unique<std::string>()), m_handle(GEOS_init_r()) {
  GEOSContext_setErrorMessageHandler_r(
      m_handle.get(),
      [](const char* text, void* message) { *static_cast<std::string*>(message) = text; },
      m_message.get());
}

}  // namespace gigacity::geo::detail
