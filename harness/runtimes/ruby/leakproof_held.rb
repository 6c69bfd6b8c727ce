# SPDX-License-Identifier: MIT
# frozen_string_literal: true

# Reports which lines hold memory that was allocated since the first call, which containers have
# grown, and where descriptors and threads were created, as the worker protocol's answer to
# "explain".
module LeakproofAgent
  # Allocation tracing by Ruby itself, for a Ruby that does not load our own (leakproof_ruby.so).
  module InnermostLines
    MOST = 64

    def self.start = ObjectSpace.trace_object_allocations_start

    def self.answer
      held = Hash.new { |all, place| all[place] = [0, 0] }
      ObjectSpace.each_object do |object|
        place = created(object)
        next if place.empty?

        sums = held[place]
        sums[0] += ObjectSpace.memsize_of(object)
        sums[1] += 1
      end
      most = held.max_by(MOST) { |_, sums| sums.first }
      lines = most.map { |place, sums| "held\t#{sums.join("\t")}#{place}\n" }
      "explains allocation-tracing #{lines.size}\n#{lines.join}"
    end

    # As Tracer.created.
    def self.created(object)
      file = ObjectSpace.allocation_sourcefile(object)
      return '' if file.nil? || file.start_with?(__dir__)

      line = ObjectSpace.allocation_sourceline(object)
      method = ObjectSpace.allocation_method_id(object)
      "\t#{Held.clean(file)}\t#{line}\t#{Held.clean(method.to_s)}"
    end
  end

  module Held
    def self.explain
      tracer = @tracer ||= choose_tracer
      # Our own tracer knows objects by their address, which a compaction changes.
      if tracer != InnermostLines && compactions != (@compactions ||= compactions)
        return "explains allocation-tracing 0\n"
      end
      tracer.start
      2.times { GC.start }
      head, *lines = tracer.answer.lines
      lines.concat(Opened.lines(tracer), Symbols.lines(tracer), Containers.lines(tracer))
      "#{head[/\A\S+ \S+/]} #{lines.size}\n#{lines.join}"
    end

    def self.compactions = GC.stat(:compact_count)

    def self.choose_tracer
      return InnermostLines if GC.respond_to?(:auto_compact) && GC.auto_compact

      require_relative 'leakproof_ruby.so'
      Tracer
    rescue LoadError
      InnermostLines
    end

    def self.clean(text) = text.scrub.gsub(/[[:cntrl:]]+/, ' ')[0, 300]
  end
end

require_relative 'leakproof_opened'
require_relative 'leakproof_symbols'
require_relative 'leakproof_containers'
