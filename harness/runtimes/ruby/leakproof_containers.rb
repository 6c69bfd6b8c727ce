# SPDX-License-Identifier: MIT
# frozen_string_literal: true

module LeakproofAgent
  # The containers that have grown most since the first call, and where the newest item of each was
  # created, as lines of an answer. Calls no method of the program.
  module Containers
    MOST = 8
    NEWEST = 1000 # some may be older than tracing, and were added again
    LENGTHS = { Array => Array.instance_method(:length), Hash => Hash.instance_method(:length),
                Thread::Queue => Thread::Queue.instance_method(:length) }
    LAST = Array.instance_method(:last)
    VALUES = Hash.instance_method(:values)
    KEYS = Hash.instance_method(:keys)
    ID = BasicObject.instance_method(:__id__)
    @first = {} # lengths, by identity, so that no container is kept alive
    @names = {}

    def self.lines(tracer)
      found = lengths
      found.each { |id, length| @first[id] ||= length }
      grown = found.keys.select { |id| found[id] > @first[id] }
      grown = grown.max_by(MOST) { |id| found[id] - @first[id] }
      name(grown - @names.keys)
      created = created_in(grown, tracer)
      grown.map { |id| "container\t#{found[id]}\t#{@names[id]}#{created[id]}\n" } + Blocks.lines + Tables.lines
    end

    def self.lengths
      LENGTHS.each_with_object({}) do |(kind, length), found|
        ObjectSpace.each_object(kind) do |each|
          found[ID.bind_call(each)] = length.bind_call(each)
        end
        [found, @first, @names].each { |own| found.delete(ID.bind_call(own)) }
      end
    end

    # Where the newest items were created, by the identities of their containers.
    def self.created_in(ids, tracer)
      return {} if ids.empty?

      wanted = ids.to_h { |id| [id, true] }
      [Array, Hash].each_with_object({}) do |kind, created|
        ObjectSpace.each_object(kind) do |each|
          id = ID.bind_call(each)
          created[id] = newest_place(each, tracer) if wanted[id]
        end
      end
    end

    def self.newest_place(container, tracer)
      newest(container).reverse_each do |item|
        place = tracer.created(item)
        return place unless place.empty?
      end
      nil
    end

    # Oldest first; of a Hash, each value after its key.
    def self.newest(container)
      return LAST.bind_call(container, NEWEST) if Array === container

      pairs = KEYS.bind_call(container).last(NEWEST).zip(VALUES.bind_call(container).last(NEWEST))
      pairs.each_with_object([]) { |(key, value), items| items.push(key, value) }
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

  # Blocks by the line of the program's own that made them: what is registered for each fetch is often
  # one.
  module Blocks
    MOST = 3
    LOCATION = Proc.instance_method(:source_location)
    OTHERS = ["#{__dir__}/", "#{RbConfig::CONFIG['rubylibprefix']}/", '/gems/', '<internal:'].freeze

    def self.lines
      numbers = Hash.new(0)
      ObjectSpace.each_object(Proc) { |each| numbers[LOCATION.bind_call(each)] += 1 }
      @first ||= numbers
      grown = numbers.select { |place, number| place && number > @first.fetch(place, 0) && own?(place.first) }
      grown.max_by(MOST) { |place, number| number - @first.fetch(place, 0) }.map do |(file, line), number|
        path = Held.clean(File.expand_path(file))
        "container\t#{number}\tlist of blocks made at #{File.basename(path)}:#{line}\t#{path}\t#{line}\t\n"
      end
    end

    def self.own?(file) = OTHERS.none? { |other| file.include?(other) }
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
