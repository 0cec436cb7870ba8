// What this browser keeps of runs: for each name a description, and beside it the contents, which are only read when they
// are asked for. Where a browser refuses storage, every call fails, and the page goes on without.

const STORES = ["descriptions", "contents"];

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("gedanken", 1);
    request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });

const within = async (mode, act) => {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORES, mode);
      const request = act(...STORES.map((store) => transaction.objectStore(store)));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    // An open one would keep a later version of the page from changing it.
    database.close();
  }
};

export const put = (name, description, content) =>
  within("readwrite", (descriptions, contents) => {
    descriptions.put(description, name);
    contents.put(content, name);
  });

export const list = () => within("readonly", (descriptions) => descriptions.getAll());

export const take = (name) => within("readonly", (_, contents) => contents.get(name));

export const drop = (name) =>
  within("readwrite", (descriptions, contents) => {
    descriptions.delete(name);
    contents.delete(name);
  });

export const clear = () =>
  within("readwrite", (descriptions, contents) => {
    descriptions.clear();
    contents.clear();
  });
