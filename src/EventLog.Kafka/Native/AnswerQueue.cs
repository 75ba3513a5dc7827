using System.Collections.Concurrent;
using Confluent.Kafka;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>Where a client's answers come to: a queue of the library, and the thread that takes each to who asked.</summary>
internal sealed class AnswerQueue : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<nint, Question> _questions = new();
    private readonly Lock _gate = new();
    private readonly nint _queue;
    private readonly nint _told;
    private readonly Thread _thread;
    private nint _last;
    private volatile bool _stopping;

    /// <summary>A queue of <paramref name="client"/>, to be disposed before that.</summary>
    public AnswerQueue(NativeClient client, string threadName)
    {
        _queue = Librdkafka.rd_kafka_queue_new(client.Handle);
        // What the client tells of itself would pile up where nobody takes it.
        _told = Librdkafka.rd_kafka_queue_get_main(client.Handle);
        Librdkafka.rd_kafka_queue_forward(_told, _queue);
        _thread = new Thread(Listen) { IsBackground = true, Name = threadName };
        _thread.Start();
    }

    /// <summary>Asks, and gives what is read in the answer.</summary>
    /// <param name="ask">Hands the question over, with the queue for its answer and the opaque that the answer shall carry. An error is the answer at once.</param>
    /// <param name="read">Reads the answer's event, on the queue's own thread. What it throws goes to who asked.</param>
    /// <exception cref="ObjectDisposedException">The queue ends, or does before the answer comes.</exception>
    public Task<T> AskAsync<T>(Func<nint, nint, int> ask, Func<nint, T> read)
    {
        var question = new Question<T>(read);
        // The queue is not to go while it is handed to the client.
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            var opaque = ++_last;
            _questions[opaque] = question;
            if (ask(_queue, opaque) is var error and not 0 && _questions.TryRemove(opaque, out _))
                question.Fail(new KafkaException(new Error((ErrorCode)error)));
        }
        return question.Answered;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
                return;
            _stopping = true;
        }
        _thread.Join();
        Librdkafka.rd_kafka_queue_forward(_told, 0);
        Librdkafka.rd_kafka_queue_destroy(_told);
        Librdkafka.rd_kafka_queue_destroy(_queue);
        foreach (var question in _questions.Values)
            question.Fail(new ObjectDisposedException(nameof(AnswerQueue)));
        _questions.Clear();
    }

    private void Listen()
    {
        while (!_stopping)
        {
            var answer = Librdkafka.rd_kafka_queue_poll(_queue, (int)Nap.TotalMilliseconds);
            if (answer == 0)
                continue;
            if (_questions.TryRemove(Librdkafka.rd_kafka_event_opaque(answer), out var question))
                question.Answer(answer);
            Librdkafka.rd_kafka_event_destroy(answer);
        }
    }

    private abstract class Question
    {
        public abstract void Answer(nint @event);

        public abstract void Fail(Exception exception);
    }

    private sealed class Question<T>(Func<nint, T> read) : Question
    {
        private readonly TaskCompletionSource<T> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Answered => _answered.Task;

        public override void Answer(nint @event)
        {
            try
            {
                _answered.SetResult(read(@event));
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }

        public override void Fail(Exception exception) => _answered.SetException(exception);
    }
}
