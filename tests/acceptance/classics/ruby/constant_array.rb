# SPDX-License-Identifier: MIT
# A constant lives as long as the program, and so does what is appended to it.
require 'net/http'

RESPONSES = []
MOST = 16

uri = URI(ARGV[0])
mended = ARGV[1] == 'mended'

loop do
  RESPONSES << Net::HTTP.get_response(uri) # LEAK
  RESPONSES.shift if mended && RESPONSES.size > MOST
end
