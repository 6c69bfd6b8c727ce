# SPDX-License-Identifier: MIT
# loop.rb URL [keep200 | keep]: fetches for ever, or FETCHES times, and may keep 200 bytes per fetch,
# or the whole reply. loop.rb counted: prints
# how many bytes Ruby counts for each of 4,000 that are kept.
require 'net/http'
require 'objspace'

KEPT = []

def keep
  KEPT << 'x' * 200 # LEAK
end

def counted
  GC.start
  ObjectSpace.count_objects_size[:TOTAL]
end

if ARGV[0] == 'counted'
  before = counted
  4000.times { keep }
  puts (counted - before) / 4000.0
  exit
end

uri = URI(ARGV[0])
(ENV['FETCHES'] || Float::INFINITY).to_f.then { |fetches| 1.step(fetches) }.each do
  body = Net::HTTP.get(uri)
  KEPT << body if ARGV[1] == 'keep'
  keep if ARGV[1] == 'keep200'
end
