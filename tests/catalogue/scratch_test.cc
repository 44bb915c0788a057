#include "catalogue/scratch.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "temp_catalogue.h"

namespace muniment {
namespace {

class ScratchTest : public testing::Test {
 protected:
  void gone(const StorePath& path, const ItemFacts& facts) {
    EXPECT_EQ(
        reason(scratch_->add(std::vector<Candidate>{{path, facts, at(1), at(2)}})), "");
  }
  void come(const StorePath& path, const ItemFacts& facts) {
    EXPECT_EQ(reason(scratch_->add(std::vector<Arrival>{{path, facts}})), "");
  }

  // "from > to" for moves, "- path" for what is gone, "+ path" for what is new.
  std::vector<std::string> outcome() {
    EXPECT_EQ(reason(scratch_->match_moves()), "");
    std::vector<std::string> lines;
    EXPECT_TRUE(scratch_->each_move([&](const Move& move) {
      lines.push_back(move.from.path + " > " + move.to.path);
      return Status(ok());
    }));
    EXPECT_TRUE(scratch_->each_gone([&](const Candidate& candidate) {
      lines.push_back("- " + candidate.path);
      return Status(ok());
    }));
    EXPECT_TRUE(scratch_->each_arrival([&](const Arrival& arrival) {
      lines.push_back("+ " + arrival.path);
      return Status(ok());
    }));
    return lines;
  }

  TempTree directory_;
  std::unique_ptr<Scratch> scratch_ = Scratch::create(directory_.root()).value();
};

using Lines = std::vector<std::string>;

TEST_F(ScratchTest, LeavesNoFileBehind) {
  gone("a", a_file(1, 1));
  EXPECT_TRUE(directory_.entries().empty());
}

TEST_F(ScratchTest, ThatCannotBeMadeIsAnError) {
  EXPECT_FALSE(Scratch::create(directory_.absolute("none")));
}

TEST_F(ScratchTest, GivesBackWhatItWasGiven) {
  const ItemFacts facts = a_file(7, 3, 9);
  gone("d/\xff", facts);
  come("x", a_link("t\xff"));
  EXPECT_TRUE(scratch_->add(Place{"p\xff", PlaceKind::kInFlight, "why"}));
  EXPECT_TRUE(scratch_->each_gone([&](const Candidate& candidate) {
    EXPECT_EQ(candidate.path, "d/\xff");
    EXPECT_EQ(candidate.facts, facts);
    EXPECT_EQ(candidate.first_seen, at(1));
    EXPECT_EQ(candidate.last_seen, at(2));
    return Status(ok());
  }));
  EXPECT_TRUE(scratch_->each_arrival([&](const Arrival& arrival) {
    EXPECT_EQ(arrival.facts, a_link("t\xff"));
    return Status(ok());
  }));
  EXPECT_TRUE(scratch_->each_place([&](const Place& place) {
    EXPECT_EQ(place.path, "p\xff");
    EXPECT_EQ(place.kind, PlaceKind::kInFlight);
    EXPECT_EQ(place.reason, "why");
    return Status(ok());
  }));
}

TEST_F(ScratchTest, KeepsOneOfEachPathTheLast) {
  gone("a", a_file(1, 1));
  gone("a", a_file(2, 2));
  come("b", a_file(1, 1));
  come("b", a_file(2, 2));
  EXPECT_EQ(outcome(), (Lines{"a > b"}));
}

TEST_F(ScratchTest, PairsTheSameContent) {
  gone("a", a_file(5, 1, 10));
  come("b", a_file(5, 1, 20));
  gone("c", a_file(5, 2, 11));
  come("d", a_file(5, 3, 11));
  EXPECT_EQ(outcome(), (Lines{"a > b", "- c", "+ d"}));
}

TEST_F(ScratchTest, PrefersTheSameInode) {
  gone("a", a_file(5, 1, 10));
  gone("b", a_file(5, 1, 11));
  come("x", a_file(5, 1, 11));
  come("y", a_file(5, 1, 10));
  EXPECT_EQ(outcome(), (Lines{"b > x", "a > y"}));
}

TEST_F(ScratchTest, PairsOneToOne) {
  gone("a", a_file(5, 1, 10));
  gone("b", a_file(5, 1, 11));
  come("x", a_file(5, 1, 12));
  EXPECT_EQ(outcome(), (Lines{"a > x", "- b"})) << "two went, one copy came";
}

TEST_F(ScratchTest, TakesFurtherCopiesForNew) {
  gone("a", a_file(5, 1, 10));
  come("x", a_file(5, 1, 12));
  come("y", a_file(5, 1, 13));
  EXPECT_EQ(outcome(), (Lines{"a > x", "+ y"}));
}

TEST_F(ScratchTest, PairsEmptyFilesByTheirInodeOnly) {
  gone("a", a_file(0, 1, 10));
  gone("b", a_file(0, 1, 11));
  come("x", a_file(0, 1, 11));
  come("y", a_file(0, 1, 12));
  EXPECT_EQ(outcome(), (Lines{"b > x", "- a", "+ y"}));
}

TEST_F(ScratchTest, PairsSymlinksByTargetAndInode) {
  gone("a", a_link("t", 10));
  gone("b", a_link("t", 11));
  gone("c", a_link("t", 12));
  come("x", a_link("t", 10));
  come("y", a_link("u", 11));
  come("z", a_link("t", 13));
  EXPECT_EQ(outcome(), (Lines{"a > x", "- b", "- c", "+ y", "+ z"}));
}

// A link took the name that a file had: the file has to leave it first.
TEST_F(ScratchTest, ShowsMovesOutOfAPlaceBeforeMovesIntoIt) {
  gone("a", a_file(5, 1, 10));
  gone("z", a_link("t", 11));
  come("a", a_link("t", 11));
  come("b", a_file(5, 1, 10));
  EXPECT_EQ(outcome(), (Lines{"a > b", "z > a"}));
}

TEST_F(ScratchTest, NeverPairsItemsOfDifferentTypes) {
  ItemFacts fifo = a_link("", 10);
  fifo.type = ItemType::kFifo;
  gone("a", a_link("", 10));
  come("x", fifo);
  EXPECT_EQ(outcome(), (Lines{"- a", "+ x"}));
}

TEST_F(ScratchTest, ForgetsCandidatesThatAreThereAfterAll) {
  for (const char* const path : {"a", "b", "c", "d"}) {
    gone(path, a_file(5, 1));
  }
  Lines looked;
  EXPECT_TRUE(scratch_->look_again([&](const Candidate& candidate) -> Result<bool> {
    looked.push_back(candidate.path);
    return candidate.path == "b" || candidate.path == "d";
  }));
  EXPECT_EQ(looked, (Lines{"a", "b", "c", "d"}));
  EXPECT_EQ(outcome(), (Lines{"- b", "- d"}));
}

TEST_F(ScratchTest, StopsLookingAtTheFirstError) {
  gone("a", a_file(5, 1));
  const Status looked = scratch_->look_again([](const Candidate&) -> Result<bool> {
    return Error{ErrorCode::kCancelled, 0, "stopped"};
  });
  ASSERT_FALSE(looked);
  EXPECT_EQ(looked.error().code, ErrorCode::kCancelled);
}

// Of n that went and m that came with one content, the fewer are pairs, with every pair
// of the same inode among them.
TEST(Scratch, PairsAsManyAsCanBe) {
  EXPECT_TRUE(rc::check("moves per content", [] {
    const TempTree directory;
    const auto scratch = Scratch::create(directory.root()).value();
    std::map<std::uint8_t, std::vector<std::uint64_t>> went;
    std::map<std::uint8_t, std::vector<std::uint64_t>> came;
    std::vector<Candidate> candidates;
    std::vector<Arrival> arrivals;
    const int count = *rc::gen::inRange(0, 40);
    for (int i = 0; i < count; ++i) {
      const auto content = *rc::gen::inRange<std::uint8_t>(1, 5);
      const std::uint64_t inode = static_cast<unsigned>(*rc::gen::inRange(1, 1000));
      const ItemFacts facts = a_file(content, content, inode);
      if (*rc::gen::arbitrary<bool>()) {
        candidates.push_back({"c" + std::to_string(i), facts, at(1), at(1)});
        went[content].push_back(inode);
      } else {
        arrivals.push_back({"a" + std::to_string(i), facts});
        came[content].push_back(inode);
      }
    }
    RC_ASSERT(scratch->add(candidates).has_value());
    RC_ASSERT(scratch->add(arrivals).has_value());
    RC_ASSERT(scratch->match_moves().has_value());
    std::map<std::uint8_t, std::size_t> moves;
    std::set<StorePath> used;
    RC_ASSERT(scratch
                  ->each_move([&](const Move& move) {
                    RC_ASSERT(move.from.facts.digests == move.to.facts.digests);
                    RC_ASSERT(used.insert(move.from.path).second);
                    RC_ASSERT(used.insert(move.to.path).second);
                    moves[move.from.facts.digests->sha256[0]] += 1;
                    return Status(ok());
                  })
                  .has_value());
    for (std::uint8_t content = 1; content < 5; ++content) {
      RC_ASSERT(moves[content] == std::min(went[content].size(), came[content].size()));
    }
  }));
}

}  // namespace
}  // namespace muniment
