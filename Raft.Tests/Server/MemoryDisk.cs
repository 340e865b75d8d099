using Raft.Core.Protocol;
using Raft.Core.Server;

namespace Raft.Tests.Server;

/// <summary>Stable storage that is as stable as this object.</summary>
internal sealed class MemoryDisk(PersistentState content) : IStorage
{
    private PersistentState durable = content;

    public PersistentState Load() => durable;

    public void Persist(Sequence<DiskRecord> records) =>
        durable = records.Aggregate(durable, (state, record) => state.With(record));

    public void Begin(BeginWrite write) => Persist([new AppendAt(write.Index, write.Entries)]);
}
