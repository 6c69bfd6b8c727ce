# SPDX-License-Identifier: MIT
# What a program registers with a module that lives as long as it does: handlers and timers.
module Events
  @handlers = []

  class << self
    def subscribe(handler) = @handlers << handler

    def unsubscribe(handler) = @handlers.delete(handler)

    def publish(event) = @handlers.each { |handler| handler.call(event) }
  end
end

class Timer
  @timers = {}

  class << self
    attr_reader :timers
  end

  def initialize(seconds, &work)
    @at = Process.clock_gettime(Process::CLOCK_MONOTONIC) + seconds
    @work = work
    Timer.timers[object_id] = self
  end

  def cancel = Timer.timers.delete(object_id)
end
