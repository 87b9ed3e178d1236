// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/output_folder.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/diagnostic.hpp"

namespace gigacity::apps {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OutputFolderTest : public ::testing::Test {
 protected:
  OutputFolderTest() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    m_root = fs::path(::testing::TempDir()) / "output_folder_test" / test->name();
    fs::remove_all(m_root);
    fs::create_directories(m_root);
    m_root = fs::canonical(m_root);
  }
  ~OutputFolderTest() override { fs::remove_all(m_root); }

  static void write(const fs::path& file, const std::string& text = "x") {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  static std::string read(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  /// What the folder holds, without the list of files.
  static std::vector<std::string> entries(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().filename() != ".gigacity-files")
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }
  fs::path out() const { return m_root / "out"; }

  /// A finished run in out().
  void finish_run(const std::string& content) const {
    OutputFolder folder(out(), "run.json");
    write(folder.path() / "run.json", content);
    write(folder.path() / "rasters" / "rsrp.tif", content);
    folder.commit();
  }
  std::string refusal(const std::string& marker = "run.json") const {
    try {
      const OutputFolder folder(out(), marker);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  fs::path m_root;
};

TEST_F(OutputFolderTest, AppearsOnlyWithCommit) {
  {
    OutputFolder folder(out(), "run.json");
    EXPECT_EQ(folder.destination(), out());
    write(folder.path() / "run.json");
    EXPECT_FALSE(fs::exists(out()));
    EXPECT_EQ(folder.path().parent_path(), out().parent_path())
        << "a rename needs the same file system";
    folder.commit();
    EXPECT_TRUE(fs::exists(out() / "run.json"));
  }
  EXPECT_THAT(entries(m_root), ElementsAre("out"));
}

TEST_F(OutputFolderTest, LeavesNothingWithoutCommit) {
  {
    const OutputFolder folder(out(), "run.json");
    write(folder.path() / "half" / "written.tif");
  }
  EXPECT_THAT(entries(m_root), ElementsAre());
}

TEST_F(OutputFolderTest, ReplacesAnEarlierRunWhole) {
  finish_run("first");
  {
    OutputFolder folder(out(), "run.json");
    write(folder.path() / "run.json", "second");
    EXPECT_EQ(read(out() / "run.json"), "first")
        << "the earlier results stay until the new ones are whole";
    folder.commit();
  }
  EXPECT_EQ(read(out() / "run.json"), "second");
  EXPECT_THAT(entries(out()), ElementsAre("run.json"));
  EXPECT_THAT(entries(m_root), ElementsAre("out"));
}

TEST_F(OutputFolderTest, KeepsAnEarlierRunWithoutCommit) {
  finish_run("first");
  {
    const OutputFolder folder(out(), "run.json");
    write(folder.path() / "run.json", "second");
  }
  EXPECT_EQ(read(out() / "run.json"), "first");
  EXPECT_THAT(entries(m_root), ElementsAre("out"));
}

TEST_F(OutputFolderTest, TakesAnEmptyFolder) {
  fs::create_directory(out());
  finish_run("first");
  EXPECT_EQ(read(out() / "rasters" / "rsrp.tif"), "first");
}

TEST_F(OutputFolderTest, MakesMissingParents) {
  const auto deep = m_root / "a" / "b" / "out";
  OutputFolder folder(deep, "run.json");
  folder.commit();
  EXPECT_TRUE(fs::is_directory(deep));
}

TEST_F(OutputFolderTest, RefusesAFolderOfOthers) {
  write(out() / "thesis.docx");
  EXPECT_THAT(refusal(),
              HasSubstr("does not hold results of an earlier run (choose another folder with -o"));
  EXPECT_TRUE(fs::exists(out() / "thesis.docx"));
  write(out() / "run.json");
  EXPECT_THAT(refusal(), HasSubstr("not the list of its files"));
}

TEST_F(OutputFolderTest, RefusesToDeleteWhatSomebodyAdded) {
  finish_run("first");
  write(out() / "rasters" / "my map.qgz");
  EXPECT_THAT(refusal(), HasSubstr("not a result of ours: rasters/my map.qgz"));
  EXPECT_EQ(read(out() / "run.json"), "first");
}

TEST_F(OutputFolderTest, IgnoresCompanionsOfItsOwnFiles) {
  finish_run("first");
  write(out() / "rasters" / "rsrp.tif.aux.xml");
  EXPECT_EQ(refusal(), "");
  write(out() / "rasters" / "other.tif.aux.xml");
  EXPECT_THAT(refusal(), HasSubstr("other.tif.aux.xml"));
}

TEST_F(OutputFolderTest, SeesWhatWasAddedWhileItWorked) {
  finish_run("first");
  OutputFolder folder(out(), "run.json");
  write(folder.path() / "run.json", "second");
  write(out() / "notes.txt");
  EXPECT_THROW(folder.commit(), InputError);
  EXPECT_EQ(read(out() / "run.json"), "first");
}

TEST_F(OutputFolderTest, WithoutAMarkerReplacesNothing) {
  finish_run("first");
  EXPECT_THAT(refusal(""), HasSubstr("does not hold results"));
}

TEST_F(OutputFolderTest, RefusesAFile) {
  write(out());
  EXPECT_THAT(refusal(), HasSubstr("is not a folder"));
}

TEST_F(OutputFolderTest, RefusesTheCurrentFolder) {
  const auto before = fs::current_path();
  fs::current_path(m_root);
  std::string reason;
  try {
    const OutputFolder folder(".", "run.json");
  } catch (const InputError& error) {
    reason = error.what();
  }
  fs::current_path(before);
  EXPECT_THAT(reason, HasSubstr("is the current folder"));
}

TEST_F(OutputFolderTest, RefusesTheRootAndPlacesBelowFiles) {
  EXPECT_THROW(OutputFolder("/", "run.json"), InputError);
  write(m_root / "file");
  EXPECT_THROW(OutputFolder(m_root / "file" / "out", "run.json"), InputError);
}

TEST_F(OutputFolderTest, FollowsALinkToTheFolderItself) {
  const auto real = m_root / "real";
  fs::create_directory(real);
  fs::create_directory_symlink(real, out());
  OutputFolder folder(out(), "run.json");
  write(folder.path() / "run.json");
  folder.commit();
  EXPECT_TRUE(fs::is_symlink(out()));
  EXPECT_TRUE(fs::exists(real / "run.json"));
}

TEST_F(OutputFolderTest, TakesATrailingSlash) {
  OutputFolder folder(out().string() + "/", "run.json");
  folder.commit();
  EXPECT_TRUE(fs::is_directory(out()));
}

TEST_F(OutputFolderTest, RemovesWhatDeadRunsLeft) {
  const pid_t dead = fork();
  if (dead == 0) _exit(0);
  ASSERT_GT(dead, 0);
  waitpid(dead, nullptr, 0);
  const auto stale = m_root / ("out.partial-" + std::to_string(dead));
  write(stale / "half.tif");
  write(m_root / "out.partial-notes" / "keep");
  write(m_root / ("outer.partial-" + std::to_string(dead)) / "keep");
  const OutputFolder folder(out(), "run.json");
  EXPECT_FALSE(fs::exists(stale));
  EXPECT_TRUE(fs::exists(m_root / "out.partial-notes"));
  EXPECT_TRUE(fs::exists(m_root / ("outer.partial-" + std::to_string(dead))));
  EXPECT_THAT(folder.notices(), ElementsAre(HasSubstr(stale.string())));
}

TEST_F(OutputFolderTest, LeavesPartialFoldersOfTheLivingAlone) {
  const auto living = m_root / ("out.partial-" + std::to_string(getppid()));
  write(living / "half.tif");
  const OutputFolder folder(out(), "run.json");
  EXPECT_TRUE(fs::exists(living / "half.tif"));
  EXPECT_TRUE(folder.notices().empty());
}

TEST_F(OutputFolderTest, TakesOverWhatItsOwnNumberLeft) {
  // In a container every run may have the same process number.
  const auto stale = m_root / ("out.partial-" + std::to_string(getpid()));
  write(stale / "half.tif");
  const OutputFolder folder(out(), "run.json");
  EXPECT_FALSE(fs::exists(folder.path() / "half.tif"));
}

TEST_F(OutputFolderTest, ASecondOfTheSameProcessIsRefused) {
  const OutputFolder first(out(), "run.json");
  write(first.path() / "a");
  EXPECT_THAT(refusal(), HasSubstr("is in use"));
  EXPECT_TRUE(fs::exists(first.path() / "a"));
}

}  // namespace
}  // namespace gigacity::apps
