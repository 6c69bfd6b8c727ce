// SPDX-License-Identifier: MIT
// Longer than most files, because it has all rules of the advice.
#include "attribution/advice_rules.hpp"

#include <array>

#include "attribution/advice_evidence.hpp"

namespace leakproof {
namespace {

constexpr std::string_view made_per_call = "client made per call";
// What makes a client is called so in most libraries.
constexpr std::string_view constructors = "Client\n|.New|Session\n|Agent\n|Pool\n|create_client";
constexpr std::string_view never_cancelled = "task or timer never cancelled";
constexpr std::string_view listener_per_call = "listener added per call";
constexpr std::string_view list_of_listeners = "list of listeners of ";
constexpr std::string_view adds_a_listener =
    "\non\n|\nonce\n|\naddListener\n|\n_addListener\n|\nprependListener\n|"
    "\naddEventListener\n";
constexpr std::string_view remove_own_listener =
    "remove the listener after use: emitter.off(event, listener), or removeEventListener";
constexpr std::string_view remove_listener_of_library =
    "close() or destroy() the object that adds the listener, or make it once for all requests; in "
    "the library that adds it: emitter.off(event, listener), or removeEventListener, after use";
constexpr std::string_view never_joined = "thread never joined";
constexpr std::string_view not_read = "body not read";
constexpr std::string_view never_closed = "connection never closed";
constexpr std::string_view object_kept = "object kept";
constexpr std::string_view exception_kept = "exception kept";
constexpr std::string_view never_freed = "block never freed";
constexpr std::string_view containers =
    "\nstd::map<|\nstd::multimap<|\nstd::set<|\nstd::multiset<|\nstd::unordered_|\nstd::vector<|"
    "\nstd::deque<|\nstd::__cxx11::list<|\nstd::forward_list<";
// What a line reads that makes something for a single call.
constexpr std::string_view makes_a_client =
    "Client(|Client{|Client.new|Session(|Session.new|Agent(|Pool(|Pool.new|Transport{|Transport(|"
    "Connection(|Connection.new|Channel(|_channel(|create_client(|createClient(|.Dial(|Executor(|"
    "Faraday.new|Mechanize.new|HTTP.new|.create({|SSLContext(|create_default_context(";
// The functions in which objects of a library are made, by language.
constexpr std::string_view constructors_of_scripts = "\n__init__\n|\ninitialize\n|.<init>\n";
constexpr std::string_view makers_in_go =
    "NewClient|Client\n|.NewTransport|NewSession|/client.New|NewCollector|Pool\n|/resty.New";
constexpr std::string_view standard_library_of_go =
    "\nbufio.|\nbytes.|\ncontainer/|\ncontext.|\ncrypto/|\nencoding/|\nerrors.|\nfmt.|\nhash/|"
    "\ninternal/|\nio.|\nio/|\nmain.|\nmaps.|\nmime/|\nnet.|\nnet/|\nos.|\nreflect.|\nregexp.|"
    "\nruntime.|\nslices.|\nsort.|\nstrconv.|\nstrings.|\nsync.|\nsync/|\nsyscall.|\ntime.|"
    "\nunicode/";
constexpr std::string_view once_or_ended_in_go =
    "make what {called} returns once for all requests, or end it after use, by its Stop() or "
    "Close(), or remove it from what keeps it";
constexpr std::string_view registers_a_handler =
    ".On(|.OnA|.OnB|.OnC|.OnD|.OnE|.OnH|.OnM|.OnR|.OnS|AddHandler(|AddHook(|AddListener(|Subscribe("
    "|.RegisterOn|.Use(|OnBeforeRequest(|"
    "OnAfterResponse(|addHandler(|add_handler(|.subscribe(|add_listener(|addListener(|"
    "addEventListener(|add_observer|addObserver(|register_hook(|add_hook(|.hooks[|event_hooks|"
    "atexit.register(|at_exit|process.on(|process.once(|interceptors.|g_signal_connect(";
constexpr std::string_view sets_a_timer =
    "call_later(|call_at(|Timer(|Timer.new|PeriodicTimer|add_timer|add_periodic_timer|"
    "TimerTask|setInterval(|time.AfterFunc(|.schedule(|scheduleAtFixedRate(";
constexpr std::string_view one_client_in_python =
    "use one session or client for all requests, or call close() on each after use, preferably by "
    "a "
    "with statement";
constexpr std::string_view limit_container_of_responses =
    "limit {container}, or keep in it only what is needed of each response";
constexpr std::string_view keep_less_than_response =
    "keep only what is needed of each response, or limit the list or cache that holds it";

/// The first rule that matches is applied.
constexpr std::array rules{
    AdviceRule{.kind = "per-thread state",
               .evidence = evidence::per_thread_state,
               .suggestion = "free the client's per-thread state before the thread ends, or reuse "
                             "threads"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::thread_never_joined,
               .language = "Java",
               .words = "HttpClient-N-SelectorManager|jdk.internal.net.http.",
               .suggestion =
                   "use one java.net.http.HttpClient for all requests, or call its close() after "
                   "use, which it has from Java 21 on",
               .series = "threads"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::thread_never_joined,
               .language = "Java",
               .words = "Client grows|ClientImpl grows|HttpClient.|HttpClient-N",
               .suggestion = "use one client for all requests, or call its close(), stop() or "
                             "shutdown() after use",
               .series = "threads"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::thread_never_joined,
               .language = "Java",
               .words = "EventLoopGroup|ventLoop-N|ventLoop.run\n",
               .suggestion =
                   "use one event loop group for all requests, or call its shutdownGracefully(), "
                   "or the close() of the client that has it, after use",
               .series = "threads"},
    AdviceRule{
        .kind = never_joined,
        .evidence = evidence::thread_never_joined,
        .language = "Java",
        .suggestion =
            "use one executor for all requests, or call shutdown() on each, also on error paths",
        .series = "threads"},
    AdviceRule{.kind = never_joined,
               .evidence = evidence::thread_never_joined,
               .language = "Python",
               .suggestion =
                   "let each thread end and join() it; close() each client that has a pool of "
                   "threads, or use one for all",
               .series = "threads"},
    AdviceRule{.kind = never_joined,
               .evidence = evidence::thread_never_joined,
               .language = "Ruby",
               .suggestion = "let each thread end and join it; call shutdown on each pool of "
                             "threads, also on error paths, or use one for all",
               .series = "threads"},
    AdviceRule{.kind = never_joined,
               .evidence = evidence::thread_never_joined,
               .suggestion = "join or detach every thread that a fetch starts, also on error paths",
               .series = "threads"},
    AdviceRule{.kind = "leak on error",
               .evidence = evidence::leak_on_error_only,
               .called = release_word,
               .suggestion =
                   "tie the resource to a scope (RAII, with, finally), so that the error path "
                   "frees it as well"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::memory_or_connection_left,
               .language = "Ruby",
               .words = "table of finalizers (a block captures",
               .suggestion =
                   "make the block for ObjectSpace.define_finalizer in a class method: one that "
                   "captures self keeps its object, so that the finalizer never runs"},
    AdviceRule{.kind = exception_kept,
               .evidence = evidence::memory_left,
               .language = "Python",
               .words = "number of exceptions with tracebacks",
               .suggestion =
                   "keep str(error), or error.with_traceback(None): a traceback keeps the "
                   "variables of its frames, and the exception may keep its response"},
    AdviceRule{.kind = not_read,
               .evidence = evidence::body_not_read,
               .language = "Go",
               .suggestion =
                   "defer resp.Body.Close() after each request that succeeds, whether or not "
                   "its body is read"},
    AdviceRule{.kind = not_read,
               .evidence = evidence::body_not_read,
               .language = "Python",
               .suggestion =
                   "read each response to its end, or call response.close(), preferably by a "
                   "with statement"},
    AdviceRule{.kind = not_read,
               .evidence = evidence::body_not_read,
               .language = "JavaScript",
               .suggestion = "read each body to its end, or discard it: response.resume() or "
                             "await response.body.cancel()"},
    AdviceRule{.kind = not_read,
               .evidence = evidence::body_not_read,
               .suggestion = "read each reply to its end, or close it; until then it holds its "
                             "connection"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::connection_left,
               .language = "Go",
               .maker = makers_in_go,
               .suggestion = "use one client for all requests, or call its Close(), or "
                             "CloseIdleConnections() on its http.Client, after use: at the end of "
                             "the call, because what is deferred in a loop only runs after it"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::connection_left,
               .language = "Go",
               .words = "tryPutIdleConn",
               .called = constructors,
               .not_called = "\nnet/http.",
               .suggestion = "use one client for all requests, or call its Close(), or "
                             "CloseIdleConnections() on its http.Client, after use"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::connection_left_though_read,
               .language = "Go",
               .called = constructors,
               .suggestion = "use one http.Client and Transport for all requests, or call "
                             "CloseIdleConnections() on each after use"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_left,
               .language = "Go",
               .suggestion =
                   "defer resp.Body.Close() after each request that succeeds, whatever its "
                   "status, and use one http.Client for all requests"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::connection_left,
               .language = "JavaScript",
               .words = "\nAgent\n|\nPool\n|\nClient\n",
               .called = constructors,
               .suggestion = "use one agent for all requests, or call agent.destroy() after use"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_left,
               .language = "JavaScript",
               .suggestion =
                   "read or discard each response, as by response.resume(), and use one agent "
                   "for all requests, or call agent.destroy() after use"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::connection_left,
               .language = "Java",
               .words = "okhttp3.internal.connection.RealConnectionPool grows|OkHttpClient grows",
               .suggestion =
                   "use one OkHttpClient for all requests, or call its connectionPool().evictAll() "
                   "after use"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::connection_left,
               .language = "Java",
               .words = "Pool grows|Client grows|ClientImpl grows|Manager grows",
               .suggestion =
                   "use one client for all requests, or call its close() or dispose() after use"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_left,
               .language = "Java",
               .suggestion = "close the stream of each response: try (InputStream body = "
                             "response.body()) { ... }"},
    // A response can keep the pool of its connection, although its session is closed.
    AdviceRule{.kind = response_kept,
               .evidence = evidence::connection_left,
               .language = "Python",
               .words = "number of responses (",
               .suggestion = keep_less_than_response},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::connection_left,
               .language = "Python",
               .words = "number of clients (",
               .suggestion = one_client_in_python,
               .series = "clients"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_left,
               .language = "Python",
               .suggestion = "call close() on each response, session and connection after use, "
                             "preferably by a with statement, or use one session for all requests"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_left,
               .language = "Ruby",
               .words = "/excon|/httpclient",
               .called = "\ninitialize\n",
               .suggestion = "use one client for all requests, or call reset (Excon) or reset_all "
                             "(HTTPClient) on each after use"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_left,
               .language = "Ruby",
               .called = "\ninitialize\n",
               .suggestion =
                   "use one client or connection for all requests, or end each after use by "
                   "close or finish, or give the method that starts it a block, which ends it"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_never_closed,
               .language = "PHP",
               .called = "\ncurl_init\n|\nfopen\n|\nfsockopen\n|\nstream_socket_client\n",
               .suggestion =
                   "call fclose() on each stream, and do not keep curl handles: reuse one "
                   "handle for all requests, or unset() each after use"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_never_closed,
               .suggestion = "{release}, or reuse a single one"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_never_closed,
               .suggestion =
                   "call {release function} for what {called} opens, also on error paths, "
                   "or reuse a single one"},
    AdviceRule{.kind = never_closed,
               .evidence = evidence::connection_never_closed,
               .suggestion =
                   "close each handle or response after use, preferably at the end of a scope, "
                   "or reuse a single one"},
    AdviceRule{.kind = "descriptor never closed",
               .evidence = evidence::descriptor_never_closed,
               .suggestion = "{release}"},
    AdviceRule{.kind = "descriptor never closed",
               .evidence = evidence::descriptor_never_closed,
               .suggestion =
                   "close every descriptor that a fetch opens, preferably at the end of a scope"},
    AdviceRule{
        .kind = "goroutine blocked for ever",
        .evidence = evidence::task_left,
        .language = "Go",
        .suggestion =
            "let the goroutine end: Close() or Stop() what has started it, or cancel() a context "
            "that it watches, or give the channel that it sends to a buffer",
        .series = "goroutines"},
    AdviceRule{.kind = never_cancelled,
               .evidence = evidence::task_left,
               .language = "Python",
               .suggestion =
                   "await each task, or cancel() it, or close() what has started it; keep it in a "
                   "set only until it is done: task.add_done_callback(task_set.discard)",
               .series = "tasks"},
    AdviceRule{.kind = never_cancelled,
               .evidence = evidence::memory_left,
               .language = "Go",
               .words = "\ncontext.With|\ncontext.(*cancelCtx)",
               .not_called = "\nnet/http.",  // which cancels what it derives
               .suggestion = "defer the cancel() that context.WithTimeout or WithCancel returns"},
    AdviceRule{
        .kind = never_cancelled,
        .evidence = evidence::memory_left,
        .language = "Go",
        .words = "\ntime.After\n|\ntime.NewTimer\n|\ntime.startTimer\n|\ntime.newTimer\n|\ntime."
                 "NewTicker\n",
        .suggestion = "make the timer once with time.NewTimer, and Stop() it, instead of calling "
                      "time.After for each fetch"},
    // Before timers, which may only not have expired yet.
    AdviceRule{.kind = listener_per_call,
               .evidence = evidence::memory_left,
               .language = "JavaScript",
               .words = list_of_listeners,
               .maker = adds_a_listener,
               .suggestion = remove_own_listener},
    AdviceRule{.kind = listener_per_call,
               .evidence = evidence::memory_left,
               .language = "JavaScript",
               .words = list_of_listeners,
               .suggestion = remove_listener_of_library},
    AdviceRule{
        .kind = never_cancelled,
        .evidence = evidence::memory_left,
        .language = "JavaScript",
        .words = "\nsetTimeout\n|\nsetInterval\n|\nTimeout\n|list of timers that are set grows",
        .suggestion = "call clearTimeout(timer) or clearInterval(timer) once it is no longer "
                      "needed, or what stops the object that sets it, such as close(), clear() or "
                      "destroy(), or make that object once for all requests"},
    // By the name of what holds them: what its items keep may be larger, such as responses.
    AdviceRule{
        .kind = never_cancelled,
        .evidence = evidence::memory_left,
        .language = "Python",
        .words =
            "timers grows|scheduled grows|timeouts grows|timers of |_scheduled of |timeouts of ",
        .suggestion =
            "call handle.cancel() of what loop.call_later() or call_at() returns, also on "
            "success, or what stops the object that sets the timer, such as close()"},
    AdviceRule{
        .kind = never_cancelled,
        .evidence = evidence::memory_left,
        .language = "Ruby",
        .words =
            "Hash @timers|Array @timers|Set @timers|Hash @scheduled|Array @scheduled|Hash "
            "@timeouts|Array @timeouts|NonConcurrentPriorityQueue",  // of concurrent-ruby's timers
        .suggestion = "call timer.cancel, also on success, once the timer is no longer needed"},
    AdviceRule{.kind = handler_per_call,
               .evidence = evidence::memory_left,
               .language = "JavaScript",
               .words = "\nInterceptorManager|of InterceptorManager (",
               .suggestion =
                   "register the interceptor once, outside the function that fetches, or eject "
                   "it after use: client.interceptors.request.eject(id)"},
    AdviceRule{.kind = listener_per_call,
               .evidence = evidence::memory_left,
               .language = "JavaScript",
               .words = "reactions of a Promise",
               .suggestion = "each call adds a reaction to a promise that lives long: make a new "
                             "CancelToken for each request, or use an AbortSignal and remove its "
                             "listener after use"},
    AdviceRule{.kind = listener_per_call,
               .evidence = evidence::memory_left,
               .language = "JavaScript",
               .words = "\n_addListener\n|\naddEventListener\n|isteners) kept|ubscribers) kept|"
                        "bservers) kept|andlers) kept|allbacks) kept",
               .suggestion = remove_listener_of_library},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::memory_left,
               .language = "Python",
               .words = "number of responses (",
               .suggestion = limit_container_of_responses},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::memory_left,
               .language = "Python",
               .words = "number of responses (",
               .suggestion = keep_less_than_response},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::memory_left,
               .language = "Python",
               .words = "number of clients (",
               .suggestion = one_client_in_python,
               .series = "clients"},
    AdviceRule{.kind = handler_per_call,
               .evidence = evidence::memory_left,
               .language = "Python",
               .words = "handlers|_handlerList|listeners|hooks|observers|subscribers|"
                        ".callbacks|._callbacks| callbacks of ",
               .called = "list of functions |handlers|_handlerList|listeners|hooks|observers|"
                         "subscribers|callbacks",
               .suggestion =
                   "register the handler once, outside the function that fetches, or remove it "
                   "after use, as by logger.removeHandler(handler)"},
    AdviceRule{.kind = handler_per_call,
               .evidence = evidence::memory_left,
               .language = "Ruby",
               .words = "@notifier|@subscriber|@listener|@observer|@handler|@callback|@hook",
               .suggestion =
                   "register the handler once, outside the code that fetches, or remove it "
                   "after use, as by unsubscribe or delete_observer"},
    AdviceRule{.kind = handler_per_call,
               .evidence = evidence::memory_left,
               .language = "Go",
               .code = registers_a_handler,
               .suggestion =
                   "register the callback once, outside the function that fetches, or on a copy "
                   "that is made for the call, as by Clone()"},
    AdviceRule{.kind = handler_per_call,
               .evidence = evidence::memory_left,
               .code = registers_a_handler,
               .suggestion = "register the callback once, outside the function that fetches, or "
                             "remove it after use"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "Go",
               .maker = ".New",
               .not_called = standard_library_of_go,
               .suggestion = once_or_ended_in_go},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "Go",
               .maker = ".",
               .not_called = standard_library_of_go,
               .suggestion = once_or_ended_in_go},
    AdviceRule{.kind = never_cancelled,
               .evidence = evidence::object_kept,
               .code = sets_a_timer,
               .suggestion = "cancel each timer once it is no longer needed, also on success"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::object_kept,
               .code = makes_a_client,
               .suggestion =
                   "use one client for all requests, or call what ends it after use, such as "
                   "close(), and remove it from what keeps it"},
    AdviceRule{
        .kind = handler_per_call,
        .evidence = evidence::memory_left,
        .language = "JavaScript",
        .words = "hook.|hooks.|hook)|hooks)|iddleware) kept|iddlewares) kept|nterceptors) kept",
        .called = "list of functions ",
        .suggestion = "register the callback once, outside the function that fetches, or remove it "
                      "after use: each fetch adds one to the {holder}"},
    AdviceRule{.kind = handler_per_call,
               .evidence = evidence::memory_left,
               .language = "Ruby",
               .words = "list of blocks ",
               .suggestion = "register the block once, outside the code that fetches, or remove it "
                             "after use: each fetch adds one to {container}"},
    AdviceRule{.kind = never_cancelled,
               .evidence = evidence::object_kept,
               .language = "Java",
               .words = "\njava.util.concurrent.ScheduledThreadPoolExecutor|\njava.util.Timer|"
                        "HashedWheelTimer",
               .suggestion =
                   "cancel() what schedule() returns once it is no longer needed, or call "
                   "shutdown() or close() of the object that schedules it, or use one such object "
                   "for all requests"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "Java",
               .words = "\njava.lang.ThreadLocal",
               .suggestion =
                   "call remove() on the ThreadLocal in {holder} after use, or limit what each "
                   "thread keeps there"},
    AdviceRule{
        .kind = listener_per_call,
        .evidence = evidence::object_kept,
        .language = "Java",
        .words = "istener",
        .suggestion = "remove from {holder} what a fetch registers there, or register it once"},
    AdviceRule{.kind = handler_per_call,
               .evidence = evidence::callback_kept,
               .language = "Java",
               .suggestion =
                   "register the callback once, outside the code that fetches: each fetch adds "
                   "one to {holder}"},
    AdviceRule{
        .kind = "exception kept",
        .evidence = evidence::object_kept,
        .language = "Java",
        .words = "Exception\n|Error\n|\njava.lang.Throwable\n",
        .suggestion = "log each exception, or keep its message, instead of adding it to {holder}"},
    AdviceRule{
        .kind = made_per_call,
        .evidence = evidence::object_kept,
        .language = "Java",
        .words = "Client grows|ClientImpl grows",
        .suggestion = "use one client for all requests: {holder} keeps each one that is made"},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::keeps_response,
               .language = "Java",
               .suggestion =
                   "remove each reply from {holder} once what is needed of it is taken, or "
                   "limit that container"},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::keeps_response,
               .language = "JavaScript",
               .suggestion =
                   "limit the {holder}, or drop each reply from it once what is needed of it is "
                   "taken"},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::keeps_response,
               .language = "Python",
               .suggestion = limit_container_of_responses},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::keeps_response,
               .language = "Python",
               .suggestion = keep_less_than_response},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::keeps_response,
               .suggestion =
                   "limit {container}, or drop each reply from it once what is needed of it is "
                   "taken"},
    // A library of C says by its own call when a reply is no longer needed.
    AdviceRule{.kind = response_kept,
               .evidence = evidence::keeps_response,
               .language = "C",
               .suggestion = "call {release function} for what {called} returns or keeps, or limit "
                             "the cache that holds it"},
    AdviceRule{.kind = response_kept,
               .evidence = evidence::keeps_response,
               .language = "C",
               .suggestion =
                   "free what {called} returns or keeps, by the call that its library has for "
                   "that, or limit the cache that holds it"},
    AdviceRule{
        .kind = response_kept,
        .evidence = evidence::keeps_response,
        .called = containers,
        .suggestion = "limit the cache, or drop each reply once what is needed of it is taken"},
    AdviceRule{
        .kind = "per-key cache",
        .evidence = evidence::per_key_cache,
        .suggestion = "limit what is kept per URL, host, cookie or tag, and evict the oldest"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "Ruby",
               .words = "table of immortal symbols",
               .suggestion =
                   "{called} makes symbols, which are never freed: use one object of that library "
                   "for all requests, and give it names that recur, not data"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "Ruby",
               .words = "table of immortal symbols",
               .suggestion =
                   "do not make symbols from data, which are never freed: keep names in a Hash "
                   "with String keys instead of to_sym, define_method or "
                   "instance_variable_set"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "Java",
               .suggestion =
                   "remove what each fetch adds to {holder} once it is no longer needed, or "
                   "limit that container"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "Java",
               .suggestion =
                   "find what holds the objects of the owner's class, and remove them from it "
                   "or limit it"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .language = "JavaScript",
               .suggestion =
                   "remove what each fetch adds to the {holder} once it is no longer needed, or "
                   "limit that container; if a library adds it, call what does that once for all "
                   "requests, or destroy() or close() what it returns"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .suggestion =
                   "remove what each fetch adds to {container} once it is no longer needed, or "
                   "limit it; if a library adds it, call what does that once for all requests"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::object_kept,
               .maker = constructors_of_scripts,
               .suggestion = "make one such object for all requests, or end each after use, by its "
                             "close(), stop() or shutdown()"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::object_kept,
               .language = "JavaScript",
               .code = " new |(new ",
               .suggestion =
                   "make one {called} for all requests, or end each after use, by its close(), "
                   "destroy() or stop()"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::object_kept,
               .suggestion =
                   "remove what the owner's line creates from the container that holds it, or "
                   "limit that container"},
    AdviceRule{
        .kind = "mapping never unmapped",
        .evidence = evidence::mapping_never_unmapped,
        .suggestion = "unmap all memory that a fetch maps: munmap for mmap, shmdt for shmat"},
    AdviceRule{.kind = made_per_call,
               .evidence = evidence::block_never_freed,
               .words = "SSL_CTX_new",
               .suggestion = "use one SSL context for all requests, or call SSL_CTX_free for each"},
    AdviceRule{
        .kind = never_joined,
        .evidence = evidence::block_never_freed,
        .words = "pthread_create",
        .suggestion = "call pthread_join or pthread_detach for each thread that a fetch starts"},
    AdviceRule{
        .kind = never_freed, .evidence = evidence::block_never_freed, .suggestion = "{release}"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::block_never_freed,
               .language = "C++",
               .words = "\nstd::make_shared|\nstd::allocate_shared|_Sp_counted|\nstd::shared_ptr<",
               .called = "make_shared<|allocate_shared<",
               .suggestion =
                   "find the std::shared_ptr that still holds it: in a container, in a "
                   "callback that captures it, or in a cycle, which a std::weak_ptr breaks"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::block_never_freed,
               .language = "C++",
               .words = containers,
               .suggestion =
                   "erase what the owner's line adds to the container once it is no longer "
                   "needed, or limit it; if an object has the container, free the object"},
    AdviceRule{.kind = object_kept,
               .evidence = evidence::block_never_freed,
               .language = "Rust",
               .suggestion =
                   "remove what the owner's line adds to a collection, or limit it; a cycle of "
                   "Rc or Arc needs a Weak, and Box::leak and mem::forget never free"},
    AdviceRule{.kind = never_freed,
               .evidence = evidence::block_never_freed,
               .suggestion =
                   "call {release function} for what {called} returns or keeps, preferably "
                   "at the end of a scope"},
    AdviceRule{.kind = never_freed,
               .evidence = evidence::block_never_freed,
               .language = "C++",
               .maker = "::",
               .not_called = "\nstd::|\noperator ",
               .suggestion = "delete what {called} returns or keeps, or hold it in a "
                             "std::unique_ptr, or call what its library has for that"},
    AdviceRule{.kind = never_freed,
               .evidence = evidence::block_never_freed,
               .suggestion =
                   "free what {called} returns or keeps, by the call that its library has for "
                   "that, preferably at the end of a scope"},
    AdviceRule{
        .kind = never_freed,
        .evidence = evidence::block_never_freed,
        .suggestion =
            "free the block that the owner's stack allocates, preferably at the end of a scope"},
    AdviceRule{.kind = "allocator retention",
               .evidence = evidence::allocator_retention,
               .suggestion =
                   "not a leak: limit the allocator's arenas (MALLOC_ARENA_MAX), or trim its heap"},
    AdviceRule{.kind = "peak follows the payload",
               .evidence = evidence::peak_follows_payload,
               .suggestion = "not a leak: process a large body piece by piece as it arrives"},
    AdviceRule{.kind = "closed only by the collector",
               .evidence = evidence::closed_by_collector,
               .suggestion =
                   "not a leak here, where collections are forced: call close() on each "
                   "response, session or connection after use, at the end of a scope (with, "
                   "ensure, finally), instead of leaving it to the garbage collector"},
    AdviceRule{.kind = "pool not used",
               .evidence = evidence::pool_not_used,
               .suggestion =
                   "not a leak: reuse the handle or session, so that a connection serves more "
                   "than one fetch"},
};

}  // namespace

std::span<const AdviceRule> advice_rules() { return rules; }

}  // namespace leakproof
