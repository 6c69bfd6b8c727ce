# SPDX-License-Identifier: MIT
# Keeps what a library makes thirty calls below the program.
require 'net/http'
require_relative 'gems/layers'

KEPT = []

uri = URI(ARGV[0])
loop do
  body = Net::HTTP.get(uri)
  copy = Layers.read(30) { body } # LEAK
  KEPT << copy unless ARGV[1] == 'mended'
end
