# SPDX-License-Identifier: MIT
# frozen_string_literal: true

# Reports which lines hold memory that was allocated since the first call, and which containers
# have grown, as the worker protocol's answer to "explain".
module LeakproofAgent
  # Allocation tracing by Ruby itself, for a Ruby that does not load our own (leakproof_ruby.so).
  module InnermostLines
    MOST = 64

    def self.start = ObjectSpace.trace_object_allocations_start

    def self.answer
      held = Hash.new { |all, place| all[place] = [0, 0] }
      ObjectSpace.each_object do |object|
        file = ObjectSpace.allocation_sourcefile(object) or next
        next if file.start_with?(__dir__)

        place = [file, ObjectSpace.allocation_sourceline(object),
                 ObjectSpace.allocation_method_id(object)]
        sums = held[place]
        sums[0] += ObjectSpace.memsize_of(object)
        sums[1] += 1
      end
      most = held.max_by(MOST) { |_, sums| sums.first }
      lines = most.map do |(file, line, method), sums|
        "held\t#{sums.join("\t")}\t#{Held.clean(file)}\t#{line}\t#{Held.clean(method.to_s)}\n"
      end
      "explains allocation-tracing #{lines.size}\n#{lines.join}"
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
      lines.concat(Containers.lines)
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

  # The containers that have grown most since the first call.
  module Containers
    MOST = 8
    LENGTHS = { Array => Array.instance_method(:length), Hash => Hash.instance_method(:length),
                Thread::Queue => Thread::Queue.instance_method(:length) }.freeze
    ID = BasicObject.instance_method(:__id__)
    @first = {} # lengths, by identity, so that no container is kept alive
    @names = {}

    def self.lines
      found = lengths
      found.each { |id, length| @first[id] ||= length }
      grown = found.keys.select { |id| found[id] > @first[id] }
      grown = grown.max_by(MOST) { |id| found[id] - @first[id] }
      name(grown - @names.keys)
      grown.map { |id| "container\t#{found[id]}\t#{@names[id]}\n" }
    end

    def self.lengths
      LENGTHS.each_with_object({}) do |(kind, length), found|
        ObjectSpace.each_object(kind) do |each|
          found[ID.bind_call(each)] = length.bind_call(each)
        end
        [found, @first, @names].each { |own| found.delete(ID.bind_call(own)) }
      end
    end

    def self.name(ids)
      return if ids.empty?

      named = Names.of(ids)
      ids.each do |id|
        name = Held.clean(named[id] || 'a container')
        # A number distinguishes containers with the same name.
        taken = @names.value?(name)
        number = (2..).find { |n| !@names.value?("#{name} (#{n})") } if taken
        @names[id] = taken ? "#{name} (#{number})" : name
      end
    end
  end

  # Finds the variables and constants that refer to containers.
  module Names
    VARIABLES = Kernel.instance_method(:instance_variables)
    VALUE = Kernel.instance_method(:instance_variable_get)
    CLASS = Kernel.instance_method(:class)
    NAME = Module.instance_method(:name)

    def self.of(ids)
      names = {}
      wanted = ids.to_h { |id| [id, true] }
      quietly do
        each_variable do |value, place|
          kind = Containers::LENGTHS.each_key.find { |each| each === value } or next
          id = Containers::ID.bind_call(value)
          names[id] ||= "#{kind} #{place.call}" if wanted[id]
        end
      end
      names
    end

    # Ruby warns of deprecated constants when they are read.
    def self.quietly
      before = Warning[:deprecated]
      Warning[:deprecated] = false
      yield
    ensure
      Warning[:deprecated] = before
    end

    def self.each_variable(&found)
      main = TOPLEVEL_BINDING
      main.local_variables.each { |name| found.call(main.local_variable_get(name), -> { name }) }
      global_variables.grep(/\A\$[a-z]\w*\z/).each do |name|
        found.call(main.eval(name.to_s), -> { name })
      end
      ObjectSpace.each_object(Module) { |each| in_module(each, &found) }
      ObjectSpace.each_object(Object) { |each| in_object(each, &found) }
    end

    def self.in_module(each, &found)
      name = NAME.bind_call(each) or return
      return if name.start_with?('LeakproofAgent')

      each.constants(false).each do |constant|
        next if each.autoload?(constant)

        prefix = each.equal?(Object) ? '' : "#{name}::"
        found.call(each.const_get(constant, false), -> { "#{prefix}#{constant}" })
      end
      each.class_variables(false).each do |variable|
        found.call(each.class_variable_get(variable), -> { "#{variable} of #{name}" })
      end
    rescue StandardError
      nil # an overridden method of the program
    end

    def self.in_object(each, &found)
      VARIABLES.bind_call(each).each do |variable|
        found.call(VALUE.bind_call(each, variable), lambda {
          owner = each.is_a?(Module) ? "#{each}" : "a #{CLASS.bind_call(each)}"
          "#{variable} of #{owner}"
        })
      end
    rescue StandardError
      nil
    end
  end
end
