// SPDX-License-Identifier: Apache-2.0
#include "apps/run/ofds.hpp"

#include <gtest/gtest.h>

namespace gigacity::apps {
namespace {

TEST(Ofds, NodesAreWhatTheirTypesSay) {
  EXPECT_EQ(ofds_node_named("[ \"pop\" ]"), OfdsNode::olt);
  EXPECT_EQ(ofds_node_named("(1:exchange)"), OfdsNode::olt);
  EXPECT_EQ(ofds_node_named("cabinet"), OfdsNode::box);
  EXPECT_EQ(ofds_node_named("(2:aggregationPoint,tower)"), OfdsNode::closure);
  EXPECT_EQ(ofds_node_named("(2:cabinet,dataCentre)"), OfdsNode::olt);
  EXPECT_EQ(ofds_node_named("population"), OfdsNode::none);
  EXPECT_EQ(ofds_node_named(""), OfdsNode::none);
}

TEST(Ofds, OnlyWhatCarriesTrafficIsThere) {
  EXPECT_TRUE(ofds_operational("operational"));
  EXPECT_TRUE(ofds_operational(""));
  for (const auto* status :
       {"proposed", "planned", "underConstruction", "decommissioned", "inactive"})
    EXPECT_FALSE(ofds_operational(status)) << status;
}

// RFC 9562, appendix A.4; and the documentation of Python's uuid module.
TEST(Ofds, UuidsAreThoseOfTheRfc) {
  const std::string dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  EXPECT_EQ(name_based_uuid(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_EQ(name_based_uuid(dns, "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

}  // namespace
}  // namespace gigacity::apps
