# SPDX-License-Identifier: MIT
# A connection that is started without a block is open until finish is called.
require 'net/http'

CONNECTIONS = {}

uri = URI(ARGV[0])
mended = ARGV[1] == 'mended'
1.step do |number|
  if mended
    Net::HTTP.start(uri.host, uri.port) { |http| http.get(uri.request_uri) }
  else
    CONNECTIONS[number] = Net::HTTP.start(uri.host, uri.port) # LEAK
    CONNECTIONS[number].get(uri.request_uri)
  end
end
