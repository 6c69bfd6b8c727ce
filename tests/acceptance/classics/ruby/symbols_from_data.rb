# SPDX-License-Identifier: MIT
# The name of an instance variable is a symbol that is never freed. A Hash with String keys keeps no
# symbols.
require 'net/http'

class Reply
  def initialize(code, number, mended)
    if mended
      @headers = { "header_#{number}" => code }
    else
      instance_variable_set("@header_#{number}", code) # LEAK
    end
  end
end

uri = URI(ARGV[0])
mended = ARGV[1] == 'mended'
1.step { |number| Reply.new(Net::HTTP.get_response(uri).code, number, mended) }
