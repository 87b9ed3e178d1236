// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "apps/synth/steps.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

struct Word {
  const char* roman;
  const char* chinese;
};

constexpr std::array<Word, 24> surnames{
    {{"Wang", "王"},  {"Li", "李"},   {"Zhang", "张"}, {"Liu", "刘"},  {"Chen", "陈"},
     {"Yang", "杨"},  {"Zhao", "赵"}, {"Huang", "黄"}, {"Zhou", "周"}, {"Wu", "吴"},
     {"Xu", "徐"},    {"Sun", "孙"},  {"Hu", "胡"},    {"Zhu", "朱"},  {"Gao", "高"},
     {"Lin", "林"},   {"He", "何"},   {"Guo", "郭"},   {"Ma", "马"},   {"Luo", "罗"},
     {"Liang", "梁"}, {"Song", "宋"}, {"Zheng", "郑"}, {"Xie", "谢"}}};
constexpr std::array<Word, 8> endings{{{"jiazhuang", "家庄"},
                                       {"jiacun", "家村"},
                                       {"jialou", "家楼"},
                                       {"jiaji", "家集"},
                                       {"jiahe", "家河"},
                                       {"jiatang", "家堂"},
                                       {"jiamiao", "家庙"},
                                       {"jiadian", "家店"}}};
constexpr std::array<Word, 4> directions{
    {{"Dong", "东"}, {"Xi", "西"}, {"Nan", "南"}, {"Bei", "北"}}};
constexpr std::array<Word, 12> town_words{{{"Qingshan", "青山"},
                                           {"Shuangquan", "双泉"},
                                           {"Baishi", "白石"},
                                           {"Linhu", "临湖"},
                                           {"Songyuan", "松源"},
                                           {"Yunshan", "云山"},
                                           {"Fenghe", "丰河"},
                                           {"Shiqiao", "石桥"},
                                           {"Taoyuan", "桃园"},
                                           {"Longwan", "龙湾"},
                                           {"Huaishu", "槐树"},
                                           {"Ganquan", "甘泉"}}};
constexpr std::array<Word, 12> community_words{{{"Wenhua", "文化"},
                                                {"Jianshe", "建设"},
                                                {"Guangming", "光明"},
                                                {"Xinhua", "新华"},
                                                {"Heping", "和平"},
                                                {"Renmin", "人民"},
                                                {"Hubin", "湖滨"},
                                                {"Dongguan", "东关"},
                                                {"Beiguan", "北关"},
                                                {"Xiguan", "西关"},
                                                {"Nanguan", "南关"},
                                                {"Xingfu", "幸福"}}};

Name composed(const Word& first, const Word& second) {
  std::string tail = second.roman;
  return {std::string(first.roman) + tail, std::string(first.chinese) + second.chinese};
}

std::string lower_first(std::string word) {
  if (word.front() >= 'A' && word.front() <= 'Z')
    word.front() = static_cast<char>(word.front() - 'A' + 'a');
  return word;
}

/// "Dong" before a name that was used up once, "Xi" the second time, then numbers.
Name again(const Name& name, int round) {
  if (round == 0) return name;
  if (round <= static_cast<int>(directions.size())) {
    const Word& direction = directions[static_cast<std::size_t>(round - 1)];
    return {direction.roman + lower_first(name.roman), direction.chinese + name.chinese};
  }
  return {name.roman + " " + std::to_string(round), name.chinese + std::to_string(round)};
}

}  // namespace

Name town_name(int n) {
  const auto count = static_cast<int>(town_words.size());
  const Word& word = town_words[static_cast<std::size_t>(n % count)];
  return again({word.roman, word.chinese}, n / count);
}

Name village_name(std::uint64_t seed, int n) {
  // A walk with a step prime to the number of names meets each name once before it repeats.
  constexpr auto count = static_cast<int>(surnames.size() * endings.size());
  constexpr int stride = 67;
  const int start = static_cast<int>(mixed_bits(seed) % static_cast<std::uint64_t>(count));
  const int pick = (start + n % count * stride) % count;
  const auto names = static_cast<int>(surnames.size());
  return again(composed(surnames[static_cast<std::size_t>(pick % names)],
                        endings[static_cast<std::size_t>(pick / names)]),
               n / count);
}

Name community_name(int n) {
  const auto count = static_cast<int>(community_words.size());
  const Word& word = community_words[static_cast<std::size_t>(n % count)];
  return again({word.roman, word.chinese}, n / count);
}

}  // namespace gigacity::apps::synth
