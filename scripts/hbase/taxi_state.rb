# What the system remembers: hbase shell -n scripts/hbase/taxi_state.rb
# Progress of imports, runs and partitions; an empty document is one that was removed.
scan 'taxi_state', {ROWPREFIXFILTER => 'checkpoint/', LIMIT => 20}

# Events that could not be counted, each with its reason.
scan 'taxi_state', {ROWPREFIXFILTER => 'letter/', LIMIT => 20}

# For each date, the highest number of a trip that an import has begun to write.
scan 'taxi_state', {ROWPREFIXFILTER => 'mark/', LIMIT => 40}
