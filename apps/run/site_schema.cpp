// SPDX-License-Identifier: Apache-2.0
// The columns of the sites layer: ours, and what operators' and planning tools' tables call them. The
// more exact name goes before the looser one: a table's CGI before its cell's name.
#include "apps/run/layer_schemas.hpp"
#include "apps/run/technology_names.hpp"

namespace gigacity::apps {

namespace {

using geo::FieldSpec;
using geo::FieldType;

FieldSpec quantity(std::string name, double minimum, double maximum, std::string unit,
                   std::vector<std::string> aliases) {
  FieldSpec spec;
  spec.name = std::move(name);
  spec.type = FieldType::number;
  spec.minimum = minimum;
  spec.maximum = maximum;
  spec.aliases = std::move(aliases);
  spec.unit = std::move(unit);
  return spec;
}

std::vector<FieldSpec> identity() {
  return {{.name = "site_id",
           .required = true,
           .aliases = {"site", "基站id", "基站编号", "基站标识", "站点id", "站点编号", "站点号",
                       "enodebid", "gnodebid", "gnbid", "enbid", "基站名称", "站点名称", "基站名",
                       "site name"}},
          {.name = "site_name",
           .aliases = {"name", "基站名称", "站点名称", "基站中文名", "基站名", "enodeb name",
                       "gnodeb name", "enodeb名称", "gnodeb名称"}},
          {.name = "operator", .aliases = {"运营商", "所属运营商", "network operator", "plmn"}},
          {.name = "cell_id",
           .required = true,
           .unique = true,
           .aliases = {"cell", "cgi", "ecgi", "ncgi", "eci", "nci", "小区id", "小区cgi", "小区编号",
                       "小区标识", "transmitter", "小区名称", "小区中文名", "小区名", "cell name"}},
          {.name = "technology",
           .required = true,
           .aliases = {"radio", "tech", "rat", "制式", "网络制式", "网络类型", "technology type",
                       "radio technology"}}};
}

std::vector<FieldSpec> carrier() {
  const std::vector<std::string> power_names{
      "power",        "tx power", "max power", "maximum power", "transmit power", "total power",
      "max tx power", "发射功率", "小区功率",  "最大发射功率",  "总功率",         "小区发射功率"};
  auto channel = quantity(
      "arfcn", 0.0, 3'279'165.0, "",
      {"earfcn", "dl earfcn", "earfcn dl", "downlink earfcn", "nr arfcn", "dl nr arfcn",
       "nr arfcn dl", "channel number", "频点", "下行频点", "中心频点", "下行中心频点", "频点号"});
  channel.type = FieldType::integer;
  auto layers =
      quantity("mimo_layers", 1.0, 8.0, "",
               {"layers", "dl layers", "downlink layers", "流数", "下行流数", "mimo流数"});
  layers.type = FieldType::integer;
  auto watts = quantity("power_w", 1e-6, 10'000.0, "W", {});
  watts.aliases_with_unit = power_names;
  return {
      {.name = "band",
       .aliases = {"frequency band", "freq band", "operating band", "band indicator", "频段",
                   "工作频段", "频段指示", "频带"}},
      std::move(channel),
      quantity("frequency_mhz", 400.0, 100'000.0, "MHz",
               {"frequency", "dl frequency", "downlink frequency", "centre frequency",
                "center frequency", "dl centre frequency", "dl center frequency", "频率",
                "中心频率", "下行频率", "下行中心频率"}),
      quantity("bandwidth_mhz", 1.0, 400.0, "MHz",
               {"bandwidth", "dl bandwidth", "downlink bandwidth", "channel bandwidth",
                "carrier bandwidth", "带宽", "下行带宽", "系统带宽", "小区带宽", "载波带宽"}),
      quantity("power_dbm", -30.0, 70.0, "dBm", power_names),
      std::move(watts),
      quantity("feeder_loss_db", 0.0, 30.0, "dB",
               {"feeder loss", "cable loss", "total losses", "dl losses", "transmission losses",
                "馈线损耗", "馈损"}),
      quantity("load", 0.0, 1.0, "", {"dl load", "负荷", "下行负荷", "prb利用率"}),
      quantity("ul_load", 0.0, 1.0, "", {"uplink load", "上行负荷", "上行prb利用率"}),
      std::move(layers),
      {.name = "tdd_pattern",
       .aliases = {"frame structure", "slot format", "tdd config", "subframe assignment", "帧结构",
                   "时隙配比", "上下行配比", "上下行子帧配比", "上下行时隙配比"}},
  };
}

std::vector<FieldSpec> antenna() {
  return {
      quantity("azimuth_deg", -360.0, 360.0, "deg",
               {"azimuth", "bearing", "antenna azimuth", "方位角", "方向角", "天线方位角",
                "天线方向角", "水平方位角"}),
      quantity("tilt_deg", -90.0, 90.0, "deg",
               {"tilt", "downtilt", "total tilt", "total downtilt", "antenna tilt", "下倾角",
                "总下倾角", "总倾角", "天线下倾角", "俯仰角"}),
      quantity("mechanical_tilt_deg", -90.0, 90.0, "deg",
               {"mechanical tilt", "mechanical downtilt", "mech tilt", "m tilt", "机械下倾角",
                "机械倾角", "机械下倾"}),
      quantity("electrical_tilt_deg", -90.0, 90.0, "deg",
               {"electrical tilt", "electrical downtilt", "elec tilt", "e tilt", "电子下倾角",
                "电子倾角", "电下倾角", "电子下倾", "电调下倾角", "电下倾"}),
      {.name = "pattern",
       .aliases = {"antenna pattern", "sector type", "天线方向性", "方向性", "扇区类型"}},
      quantity("gain_dbi", -10.0, 40.0, "dBi", {"gain", "antenna gain", "天线增益", "增益"}),
      quantity("horizontal_beamwidth_deg", 1.0, 360.0, "deg",
               {"horizontal beamwidth", "beamwidth", "h beamwidth", "hbw", "half power beamwidth",
                "水平波瓣宽度", "水平半功率角", "水平波束宽度", "水平波瓣角"}),
      quantity("vertical_beamwidth_deg", 0.5, 180.0, "deg",
               {"vertical beamwidth", "v beamwidth", "vbw", "垂直波瓣宽度", "垂直半功率角",
                "垂直波束宽度", "垂直波瓣角"}),
  };
}

}  // namespace

geo::LayerSchema site_schema(const RadioSection& section) {
  geo::LayerSchema schema{"cells", geo::GeometryKind::point, identity()};
  auto height = quantity("height_m", 1.0, 500.0, "m",
                         {"height", "antenna height", "antenna height agl", "height agl",
                          "agl height", "挂高", "天线挂高", "站高", "天线高度"});
  height.required = !section.site_defaults.height_m;
  schema.fields.push_back(std::move(height));
  for (auto fields : {antenna(), carrier()})
    for (auto& field : fields) schema.fields.push_back(std::move(field));
  schema.leaving_out = {"technology", not_simulated};
  return schema;
}

}  // namespace gigacity::apps
