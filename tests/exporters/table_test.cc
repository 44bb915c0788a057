#include "exporters/report/table.h"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(Table, AlignsItsColumns) {
  Table table({{"STORE"}, {"ITEMS", Align::kRight}, {"STATE"}});
  table.add_row({"bwv-primary", "96,174", "available"});
  table.add_row({"b\u00e4r", "7"});
  EXPECT_EQ(
      "STORE         ITEMS  STATE\n"
      "bwv-primary  96,174  available\n"
      "b\u00e4r               7\n",
      table.text());
}

TEST(Table, ShowsNoCellRaw) {
  Table table({{"PATH"}});
  table.add_row({"a\nb\x1b[2J\xff"});
  EXPECT_EQ("PATH\na\\x0ab\\x1b[2J\\xff\n", table.text());
}

}  // namespace
}  // namespace muniment
