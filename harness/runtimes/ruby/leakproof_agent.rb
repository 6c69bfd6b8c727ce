# SPDX-License-Identifier: MIT
# frozen_string_literal: true

# The agent in a Ruby program under test, which loads it through RUBYOPT: collects garbage on
# request, and reports the size of Ruby's heap and which lines hold memory. The program runs
# unmodified, is not kept alive, and its standard streams are not used.

# Not "socket" and "objspace", which load a gem, and then Bundler cannot choose its version.
require 'socket.so'
require 'objspace.so'

module LeakproofAgent # :nodoc: all
  MOST_COLLECTIONS = 6
  SIZES = {} # by type of object; reused, so that nothing is allocated

  def self.start(address)
    @thread = Thread.new { listen(address) }
    @thread.report_on_exception = false
    @thread.abort_on_exception = false
  end

  def self.thread = @thread

  def self.listen(address)
    socket = UNIXSocket.new(address.sub(/\A@/, "\0"))
    order = String.new(capacity: 64)
    # Not sysread, which a signal interrupts.
    while socket.readpartial(64, order)
      socket.write(order.start_with?('explain') ? explain : settle)
    end
  rescue StandardError
    nil # the supervisor has gone
  ensure
    socket&.close # otherwise it would wait for an answer
  end

  # Finalizers of collected objects run within GC.start, after which more objects can be
  # collected: until two collections agree.
  def self.settle
    unless off?
      before = nil
      MOST_COLLECTIONS.times do
        GC.start
        now = GC.stat(:heap_live_slots)
        break if now == before

        before = now
      end
    end
    # Slots of all sizes, and the memory that their objects have from malloc.
    "settled ruby_heap=#{ObjectSpace.count_objects_size(SIZES)[:TOTAL]}\n"
  end

  # A program that has switched the collector off never frees what only the collector would.
  def self.off?
    off = GC.enable
    GC.disable if off
    off
  end

  def self.explain
    require_relative 'leakproof_held'
    Held.explain
  rescue StandardError, LoadError # the report shows which share of the growth is explained
    "explains allocation-tracing 0\n"
  end

  # For Kernel#fork, Process.fork and IO.popen.
  module InChildren
    def _fork
      super.tap { |child| LeakproofAgent.start(ENV['LEAKPROOF_AGENT']) if child.zero? }
    end

    # Does not call _fork, and returns in the child.
    def daemon(...)
      super.tap { LeakproofAgent.start(ENV['LEAKPROOF_AGENT']) }
    end
  end
end

# A program that waits for all of its threads must not wait for the agent's.
module LeakproofAgent
  module HiddenThread # :nodoc: all
    def list = super - [LeakproofAgent.thread]
  end
end

$LOAD_PATH.delete(__dir__) # from RUBYLIB
if ENV['LEAKPROOF_AGENT']
  LeakproofAgent.start(ENV['LEAKPROOF_AGENT'])
  Process.singleton_class.prepend(LeakproofAgent::InChildren)
  Thread.singleton_class.prepend(LeakproofAgent::HiddenThread)
end
