# SPDX-License-Identifier: MIT
# A finalizer is kept until its object is collected. A block that refers to the object keeps it, so
# that never happens. A block that is made in a method of the class does not know the object.
require 'net/http'

class Session
  def self.report(uri)
    proc { $last_closed = uri }
  end

  def initialize(uri, mended)
    @uri = uri
    ObjectSpace.define_finalizer(self, mended ? Session.report(uri) : proc { $last_closed = @uri }) # LEAK
  end

  def get = Net::HTTP.get(@uri)
end

uri = URI(ARGV[0])
mended = ARGV[1] == 'mended'
loop { Session.new(uri, mended).get }
