# SPDX-License-Identifier: MIT
# frozen_string_literal: true

module LeakproofAgent
  # The containers that have grown most since the first call, as lines of an answer.
  module Containers
    MOST = 8
    LENGTHS = { Array => Array.instance_method(:length), Hash => Hash.instance_method(:length),
                Thread::Queue => Thread::Queue.instance_method(:length) }
    ID = BasicObject.instance_method(:__id__)
    @first = {} # lengths, by identity, so that no container is kept alive
    @names = {}

    def self.lines
      found = lengths
      found.each { |id, length| @first[id] ||= length }
      grown = found.keys.select { |id| found[id] > @first[id] }
      grown = grown.max_by(MOST) { |id| found[id] - @first[id] }
      name(grown - @names.keys)
      grown.map { |id| "container\t#{found[id]}\t#{@names[id]}\n" } + Tables.lines
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

      named = Paths.new(ids).names
      ids.each do |id|
        name = Held.clean(named[id] || 'a container')
        # A number distinguishes containers with the same name.
        taken = @names.value?(name)
        number = (2..).find { |n| !@names.value?("#{name} (#{n})") } if taken
        @names[id] = taken ? "#{name} (#{number})" : name
      end
    end
  end

  # Ruby's own tables, in which a program may leave something for good.
  module Tables
    def self.lines
      symbols = ObjectSpace.count_symbols[:immortal_symbol]
      procs = finalizers
      lines = ["container\t#{symbols}\ttable of immortal symbols\n"]
      lines << "container\t#{procs.size}\t#{name_of(procs)}\n" unless procs.empty?
      lines
    rescue NoMethodError, ArgumentError
      []
    end

    # What finalizers call. Ruby keeps an array for each object that has some, after its identity.
    def self.finalizers
      # This hash compares its keys by identity.
      _, arrays = ObjectSpace.reachable_objects_from_root.find { |root, _| root == 'finalizers' }
      (arrays || []).flat_map { |each| reachable(each) }.grep(Proc)
    end

    def self.reachable(object) = ObjectSpace.reachable_objects_from(object) || []

    def self.name_of(procs)
      @name ||= begin
        self_of = receiver(procs.last)
        captures = self_of && !self_of.is_a?(Module) && !self_of.equal?(TOPLEVEL_BINDING.receiver)
        captures ? "table of finalizers (a block captures a #{Paths.class_of(self_of)})" : 'table of finalizers'
      end
    end

    def self.receiver(block)
      block.binding.receiver
    rescue ArgumentError # a block in C
      nil
    end
  end
end

require_relative 'leakproof_paths'
