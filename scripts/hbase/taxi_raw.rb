# The trips: hbase shell -n scripts/hbase/taxi_raw.rb
# Row: bucket|date|time|number in the dataset|hash; there are eight buckets, 0 to 7.
list
count 'taxi_raw', INTERVAL => 1_000_000
scan 'taxi_raw', {LIMIT => 3}

# The trips of a date in one bucket; all of the date are these in each bucket.
scan 'taxi_raw', {STARTROW => '0|2024-01-01|', STOPROW => '0|2024-01-01}', LIMIT => 3}
