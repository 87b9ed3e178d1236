// SPDX-License-Identifier: Apache-2.0
#include "core/bucket_queue.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/random.hpp"

namespace gigacity {
namespace {

TEST(BucketQueue, HandsOutBucketByBucket) {
  BucketQueue queue(10.0, 50.0);
  EXPECT_EQ(queue.pop(), -1);
  queue.push(25.0, 2);
  queue.push(9.0, 0);
  queue.push(3.0, 1);
  EXPECT_EQ(queue.pop(), 0);
  queue.push(12.0, 3);
  EXPECT_EQ(queue.ahead(0), 1);
  EXPECT_EQ(queue.ahead(1), -1);
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 3);
  EXPECT_EQ(queue.pop(), 2);
  EXPECT_EQ(queue.pop(), -1);
}

// Far beyond the wheel, even beyond whole numbers; and again after the queue was empty.
TEST(BucketQueue, KeepsWhatLiesFarAhead) {
  BucketQueue queue(1.0, 2.0);
  queue.push(1e300, 3);
  queue.push(1e6, 2);
  queue.push(500.0, 1);
  queue.push(0.0, 0);
  for (std::int32_t value = 0; value < 4; ++value) EXPECT_EQ(queue.pop(), value);
  queue.push(1e300, 4);
  EXPECT_EQ(queue.pop(), 4);
  EXPECT_EQ(queue.pop(), -1);
}

TEST(BucketQueue, NeverGoesBackByMoreThanABucket) {
  RandomStream random(1, 1);
  BucketQueue queue(5.0, 40.0);
  std::vector<double> distance_m;
  const auto push = [&](double distance) {
    queue.push(distance, static_cast<std::int32_t>(distance_m.size()));
    distance_m.push_back(distance);
  };
  for (int i = 0; i < 100; ++i) push(random.uniform(0.0, 1e5));
  double highest_m = 0.0;
  std::size_t taken = 0;
  for (auto value = queue.pop(); value >= 0; value = queue.pop(), ++taken) {
    const double now_m = distance_m[static_cast<std::size_t>(value)];
    ASSERT_GE(std::floor(now_m / 5.0), std::floor(highest_m / 5.0));
    highest_m = std::max(highest_m, now_m);
    if (taken < 20'000) push(now_m + random.uniform(0.0, 40.0));
  }
  EXPECT_EQ(taken, distance_m.size());
}

}  // namespace
}  // namespace gigacity
