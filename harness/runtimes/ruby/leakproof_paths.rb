# SPDX-License-Identifier: MIT
# frozen_string_literal: true

module LeakproofAgent
  # Finds how containers are reached from constants and variables. Calls no method of the program.
  class Paths
    MOST = 200_000 # objects
    SECONDS = 0.6
    ELEMENTS = 200 # of each container
    VARIABLES = Kernel.instance_method(:instance_variables)
    VALUE = Kernel.instance_method(:instance_variable_get)
    CLASS = Kernel.instance_method(:class)
    NAME = Module.instance_method(:name)
    TAKE = Array.instance_method(:take)
    EACH = Hash.instance_method(:each_pair)
    BINDING = Proc.instance_method(:binding)
    LEAVES = [String, Symbol, Numeric, NilClass, TrueClass, FalseClass, Regexp, Module].freeze

    # An object, what holds it, and the name of the variable in which it does.
    Node = Struct.new(:object, :holder, :label)

    def self.class_of(object) = CLASS.bind_call(object)

    # `ids`: of the containers.
    def initialize(ids)
      @wanted = ids.to_h { |id| [id, true] }
      @seen = {}.compare_by_identity
      @nodes = []
      @names = {}
    end

    def names
      quietly { Roots.each { |object, label| add(object, nil, label) } }
      deadline = now + SECONDS
      index = 0
      while index < @nodes.size && @names.size < @wanted.size && @nodes.size < MOST
        break if (index % 256).zero? && now > deadline

        expand(@nodes[index])
        index += 1
      end
      name_by_any_object if @names.size < @wanted.size
      @names
    end

    private

    def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

    # Ruby warns of deprecated constants when they are read.
    def quietly
      before = Warning[:deprecated]
      Warning[:deprecated] = false
      yield
    ensure
      Warning[:deprecated] = before
    end

    def add(object, holder, label)
      return if @seen.key?(object) || LEAVES.any? { |kind| kind === object }

      @seen[object] = true
      @nodes << (node = Node.new(object, holder, label))
      kind = Containers::LENGTHS.each_key.find { |each| each === object } or return
      id = Containers::ID.bind_call(object)
      @names[id] ||= name_of(node, kind) if @wanted[id]
    end

    def expand(node)
      object = node.object
      case object
      when Array then TAKE.bind_call(object, ELEMENTS).each { |each| add(each, node, nil) }
      when Hash then add_pairs(object, node)
      when Proc then add_captured(object, node)
      end
      VARIABLES.bind_call(object).each { |name| add(VALUE.bind_call(object, name), node, name) }
      object.to_a.zip(object.members) { |each, name| add(each, node, name) } if Struct === object
    rescue StandardError
      nil # an overridden method, or an object that is not initialized
    end

    def add_pairs(hash, node)
      left = ELEMENTS
      EACH.bind_call(hash) do |key, value|
        add(key, node, nil)
        add(value, node, nil)
        break if (left -= 1).zero?
      end
    end

    def add_captured(block, node)
      scope = BINDING.bind_call(block)
      scope.local_variables.each { |name| add(scope.local_variable_get(name), node, name) }
      add(scope.receiver, node, 'self')
    end

    # "Hash @seen of a Client (API::CLIENT)"
    def name_of(node, kind)
      holder = node.holder
      # A Set is a Hash in an object.
      if holder && node.label == :@hash && self.class.class_of(holder.object).name == 'Set'
        return name_of(holder, 'Set')
      end
      return "#{kind} #{node.label}" unless holder

      root = holder
      root = root.holder while root.holder
      of = "a #{self.class.class_of(holder.object)} (#{root.label})"
      node.label ? "#{kind} #{node.label} of #{of}" : "#{kind} in #{of}"
    end

    # What only local variables of methods lead to.
    def name_by_any_object
      ObjectSpace.each_object(Object) do |object|
        next if @seen.key?(object) || Paths === object || Node === object

        VARIABLES.bind_call(object).each do |label|
          id = Containers::ID.bind_call(VALUE.bind_call(object, label))
          next unless @wanted[id]

          kind = self.class.class_of(VALUE.bind_call(object, label))
          @names[id] ||= "#{kind} #{label} of a #{self.class.class_of(object)}"
        end
      rescue StandardError
        nil
      end
    end
  end

  # The constants and variables of a program.
  module Roots
    LOCALS = Thread.instance_method(:keys)
    LOCAL = Thread.instance_method(:[])
    THREAD_VARIABLES = Thread.instance_method(:thread_variables)
    THREAD_VARIABLE = Thread.instance_method(:thread_variable_get)

    def self.each(&found)
      main = TOPLEVEL_BINDING
      main.local_variables.each { |name| found.call(main.local_variable_get(name), name) }
      global_variables.grep(/\A\$[a-z]\w*\z/).each do |name|
        found.call(main.eval(name.to_s), name)
      end
      ObjectSpace.each_object(Module) { |each| in_module(each, &found) }
      found.call(main.receiver, 'main')
      Thread.list.each { |each| in_thread(each, &found) unless each.equal?(Thread.current) }
      Tables.finalizers.each { |each| found.call(each, 'a finalizer') }
    end

    def self.in_thread(thread, &found)
      LOCALS.bind_call(thread).each do |name|
        found.call(LOCAL.bind_call(thread, name), "local #{name} of a thread")
      end
      THREAD_VARIABLES.bind_call(thread).each do |name|
        found.call(THREAD_VARIABLE.bind_call(thread, name), "variable #{name} of a thread")
      end
    end

    def self.in_module(each, &found)
      name = Paths::NAME.bind_call(each) || 'a class'
      return if name.start_with?('LeakproofAgent')

      each.constants(false).each do |constant|
        next if each.autoload?(constant)

        prefix = each.equal?(Object) ? '' : "#{name}::"
        found.call(each.const_get(constant, false), "#{prefix}#{constant}")
      end
      each.class_variables(false).each do |variable|
        found.call(each.class_variable_get(variable), "#{variable} of #{name}")
      end
      Paths::VARIABLES.bind_call(each).each do |variable|
        found.call(Paths::VALUE.bind_call(each, variable), "#{variable} of #{name}")
      end
    rescue StandardError
      nil # an overridden method of the program
    end
  end
end
