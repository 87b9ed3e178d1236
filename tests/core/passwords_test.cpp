// SPDX-License-Identifier: Apache-2.0
#include "core/passwords.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnostic.hpp"

namespace gigacity {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(WithoutPasswords, HidesValuesOfKeys) {
  EXPECT_EQ(without_passwords("PG:host=db user=me password=s3cret dbname=city"),
            "PG:host=db user=me password=*** dbname=city");
  EXPECT_EQ(without_passwords("PG:Password = 's3 cr\\'et' dbname=city"),
            "PG:Password = *** dbname=city");
  EXPECT_EQ(without_passwords("PG:password=a,b;c&d port=1"), "PG:password=*** port=1");
  EXPECT_EQ(without_passwords("PG:sslpassword=s3cret"), "PG:sslpassword=***");
  EXPECT_EQ(without_passwords("PG:password='s3cret and no end"), "PG:password=***");
  EXPECT_EQ(without_passwords("MYSQL:city,user=me,password=s3cret,host=db"),
            "MYSQL:city,user=me,password=***,host=db");
  EXPECT_EQ(without_passwords("MSSQL:server=db;UID=me;PWD={s3;cret};database=city"),
            "MSSQL:server=db;UID=me;PWD=***;database=city");
  EXPECT_EQ(without_passwords("https://maps.example/wfs?access_token=s3cret&layer=a"),
            "https://maps.example/wfs?access_token=***&layer=a");
}

TEST(WithoutPasswords, HidesWhatStandsBeforeAHost) {
  EXPECT_EQ(without_passwords("postgresql://me:s3cret@db:5432/city?connect_timeout=1"),
            "postgresql://me:***@db:5432/city?connect_timeout=1");
  EXPECT_EQ(without_passwords("PG:postgresql://me:s3/cr@et@db/city"),
            "PG:postgresql://me:***@db/city");
  EXPECT_EQ(without_passwords("/vsicurl/https://me:s3cret@maps.example/a.gpkg"),
            "/vsicurl/https://me:***@maps.example/a.gpkg");
  EXPECT_EQ(without_passwords("OCI:me/s3cret@db:TOWNS"), "OCI:me/***@db:TOWNS");
}

TEST(WithoutPasswords, LeavesOtherTextAlone) {
  for (const char* text : {"/data/towns.gpkg", "PG:dbname=city host=db", "postgresql://me@db/city",
                           "field password: is", "https://maps.example:8080/a@b/towns.zip",
                           "where = \"kind = 'school'\"", ""})
    EXPECT_EQ(without_passwords(text), text);
}

TEST(WithoutPasswords, HidesThePartsOfASecretThatALibraryQuotes) {
  EXPECT_EQ(without_passwords("invalid integer value \"s3\" and \"cret\"",
                              "postgresql://me:s3/cret@db/city"),
            "invalid integer value \"s3\" and \"***\"");
  EXPECT_EQ(without_passwords("no option s3cret", "PG:password='s3cret'"), "no option ***");
}

TEST(Findings, NeverHoldPasswords) {
  const std::string source = "PG:dbname=city password=s3cret";
  Findings findings;
  findings.error({{.source = source}, "cannot open " + source, "try " + source});
  findings.warning({{.source = source}, "slow: " + source, ""});
  findings.skip({.source = source, .feature = "1"}, "outside the area");
  EXPECT_THAT(to_string(findings.errors().front()), Not(HasSubstr("s3cret")));
  EXPECT_THAT(to_string(findings.warnings().front()), Not(HasSubstr("s3cret")));
  EXPECT_EQ(findings.skipped().front().source, "PG:dbname=city password=***");
  EXPECT_THAT(InputError(Diagnostic{{.source = source}, source, ""}).what(),
              Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace gigacity
