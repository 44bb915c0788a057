#include "model/collection.h"

#include <gtest/gtest.h>

#include <string>

namespace muniment {
namespace {

std::string collection(std::string_view text, std::string_view path) {
  const auto parsed = CollectionTemplate::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? parsed.value().apply(path) : "?";
}

std::string complaint(std::string_view text) {
  const auto parsed = CollectionTemplate::parse(text);
  return parsed ? "" : parsed.error().what;
}

TEST(Collection, IsMadeOfTheDirectoriesThatTheTemplateNames) {
  EXPECT_EQ(collection("{1}/{2}", "2023/07/a.mp4"), "2023/07");
  EXPECT_EQ(collection("{1}/{2}", "2023/07/26/a.mp4"), "2023/07");
  EXPECT_EQ(collection("{2}", "2023/07/a.mp4"), "07");
  EXPECT_EQ(collection("unit {2} of {1}.", "west/7/a"), "unit 7 of west.");
  EXPECT_EQ(collection("{1}{1}", "a/b"), "aa");
}

TEST(Collection, NeverUsesTheNameOfTheItem) {
  EXPECT_EQ(collection("{1}", "a.mp4"), "");
  EXPECT_EQ(collection("{1}/{2}", "2023/a.mp4"), "");
  EXPECT_EQ(collection("x{3}", "1/2/a.mp4"), "");
}

TEST(Collection, OfAnItemThatIsNotDeepEnoughIsShownAsRoot) {
  EXPECT_EQ(shown_collection(""), "(root)");
  EXPECT_EQ(shown_collection("2023/07"), "2023/07");
  EXPECT_EQ(shown_collection("a\x1b[31m"), "a\\x1b[31m");
}

TEST(Collection, WithoutATemplateIsOneForAll) {
  EXPECT_EQ(CollectionTemplate().apply("2023/07/a.mp4"), "");
  EXPECT_EQ(collection("", "2023/07/a.mp4"), "");
  EXPECT_EQ(collection("everything", "a.mp4"), "everything");
}

TEST(Collection, KeepsBytesThatAreNoText) {
  EXPECT_EQ(collection("{1}", "\xff\xfe/a"), "\xff\xfe");
}

TEST(Collection, DependsOnTheDirectoryAlone) {
  const auto parsed = CollectionTemplate::parse("{1}/{2}");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed.value().of_directory("2023/07"), "2023/07");
  EXPECT_EQ(parsed.value().of_directory("2023"), "");
  EXPECT_EQ(parsed.value().of_directory(""), "");
}

TEST(Collection, TemplatesAreEqualWhenTheirTextIs) {
  EXPECT_EQ(CollectionTemplate::parse("{1}").value(),
            CollectionTemplate::parse("{1}").value());
  EXPECT_FALSE(CollectionTemplate::parse("{1}").value() == CollectionTemplate());
}

TEST(Collection, RefusesBracesThatNameNoDirectory) {
  for (const std::string_view text : {"{1", "1}", "{", "}", "{1}}", "a}b{1}", "}{"}) {
    EXPECT_NE(complaint(text).find("without its partner"), std::string::npos) << text;
  }
  for (const std::string_view text :
       {"{}", "{0}", "{01}", "{a}", "{1a}", "{-1}", "{+1}", "{ 1}", "{65}", "{{1}}",
        "{99999999999999999999999}"}) {
    EXPECT_NE(complaint(text).find("1 to 64"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace muniment
