# SPDX-License-Identifier: MIT
# Each fetch sets a timer, whose block keeps the response. Most is allocated by the line that
# fetches; the line to change is the one that sets the timer.
require 'net/http'
require_relative 'events'

uri = URI(ARGV[0])
mended = ARGV[1] == 'mended'

loop do
  response = Net::HTTP.get_response(uri)
  timer = Timer.new(3600) { puts "an hour after #{response.code}" } # LEAK
  timer.cancel if mended
end
