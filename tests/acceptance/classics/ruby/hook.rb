# SPDX-License-Identifier: MIT
# A block that is registered for each request with what lives as long as the program. It captures the
# variables around it, here the reply, which another line makes.
require 'net/http'

FILTERS = { ignore: [] }

def ignoring(host)
  reply = nil
  FILTERS[:ignore] << { filter: proc { |request| request.host == host && reply }, count: 0 } # LEAK
  FILTERS[:ignore].shift if MENDED
  reply = yield
end

uri = URI(ARGV[0])
MENDED = ARGV[1] == 'mended'
loop { ignoring(uri.host) { Net::HTTP.get_response(uri) } }
