# SPDX-License-Identifier: MIT
# Each fetch registers a handler, whose variables keep the response. Most is allocated by the line
# that fetches; the line to change is the one that makes the handler.
require 'net/http'
require_relative 'events'

uri = URI(ARGV[0])
mended = ARGV[1] == 'mended'

loop do
  response = Net::HTTP.get_response(uri)
  handler = ->(event) { puts "#{event} after #{response.code}" } # LEAK
  Events.subscribe(handler)
  Events.unsubscribe(handler) if mended
end
