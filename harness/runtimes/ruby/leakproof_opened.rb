# SPDX-License-Identifier: MIT
# frozen_string_literal: true

module LeakproofAgent
  # Where open sockets and files and running threads were created since the first call, as lines of
  # an answer.
  module Opened
    MOST = 32
    CLOSED = IO.instance_method(:closed?)
    PEER = BasicSocket.instance_method(:getpeername)
    WAITS = Thread.instance_method(:backtrace_locations)
    FAMILIES = [Socket::AF_INET, Socket::AF_INET6].freeze

    def self.lines(tracer)
      open = ObjectSpace.each_object(IO).select { |each| open?(each) }
      connected = open.select { |each| connected?(each) }
      threads = Thread.list - [Thread.current]
      counted('descriptors', open.map { |each| tracer.created(each) }) +
        counted('connections', connected.map { |each| tracer.created(each) }) +
        counted('threads', threads.map { |each| thread_places(each, tracer) })
    end

    def self.counted(metric, places)
      most = places.reject(&:empty?).tally.max_by(MOST) { |_, count| count }
      most.map { |place, count| "counted\t#{metric}\t#{count}#{place}\n" }
    end

    def self.open?(io)
      !CLOSED.bind_call(io)
    rescue IOError # not initialized
      false
    end

    # A Unix socket is none.
    def self.connected?(io)
      io.is_a?(BasicSocket) && FAMILIES.include?(PEER.bind_call(io).unpack1('S'))
    rescue SystemCallError, IOError
      false
    end

    # Where the thread was created, and at which line it waits; else only that.
    def self.thread_places(thread, tracer)
      waits = WAITS.bind_call(thread) || []
      created = tracer.created(thread).split("\t", -1).drop(1)
      if created.empty?
        return waits.first(MOST).map do |each|
          "\t#{Held.clean(each.absolute_path || each.path)}\t#{each.lineno}\t#{Held.clean(each.label)}"
        end.join
      end
      last = waits.find { |each| !each.path.start_with?('<internal:') }
      if last
        at = "#{File.basename(last.path)}:#{last.lineno}"
        created[2] = Held.clean("#{created[2]} creates a thread, which waits at #{at}")
      end
      created.map { |field| "\t#{field}" }.join
    end
  end
end
