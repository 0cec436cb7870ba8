//! A graphics device: opened, watched for its loss, asked for buffers. What goes wrong is a [`GpuError`] with a
//! sentence, never a panic.

use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use super::replay::Kit;

/// A device that computes, with its queue.
pub struct Gpu {
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
    pub(super) kit: Kit,
    adapter: Adapter,
    troubles: Arc<Mutex<Troubles>>,
    /// Working memory, which all programs of this device share, one after the other.
    arena: RefCell<Option<Rc<wgpu::Buffer>>>,
}

/// What is known of a graphics adapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    /// Its name, as far as the system or browser tells it.
    pub name: String,
    /// Whether it is a program on the processor that stands in for a graphics card.
    pub is_software: bool,
}

/// What a device has said on its own.
#[derive(Debug, Default)]
struct Troubles {
    lost: Option<String>,
    error: Option<GpuError>,
}

/// Why a GPU does not compute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GpuError {
    /// There is none, or none that may be used.
    #[error("There is no graphics adapter that can compute here ({0}).")]
    NoAdapter(String),
    /// The adapter opens no device.
    #[error("The graphics adapter could not be opened ({0}).")]
    NoDevice(String),
    /// The device is gone: unplugged, reset, put to sleep, taken by another program.
    #[error("The graphics adapter was lost ({0}).")]
    Lost(String),
    /// Memory ran out.
    #[error("The graphics adapter has not enough memory for this run{}.", asked(*megabytes))]
    OutOfMemory {
        /// What was asked for last; 0 where that is not known.
        megabytes: u64,
    },
    /// One member needs more than a binding may hold.
    #[error(
        "One member of this run needs {needed} MB of working memory in one piece, and the graphics adapter gives \
         {given} MB. Choose smaller settings."
    )]
    TooLarge {
        /// What one member needs.
        needed: u64,
        /// What can be had.
        given: u64,
    },
    /// A kernel was refused by the compiler of the driver or browser.
    #[error("The graphics adapter's compiler refused a kernel of this run: {0}")]
    Shader(String),
    /// A result could not be read, or a command was refused.
    #[error("The graphics adapter refused a command ({0}).")]
    Refused(String),
}

impl fmt::Debug for Gpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gpu").field("adapter", &self.adapter).finish_non_exhaustive()
    }
}

const MEGABYTE: u64 = 1 << 20;

/// The most that is asked for in one binding, where the adapter gives it.
const LARGEST: u64 = 1 << 30;

impl Gpu {
    /// Opens the fastest adapter.
    ///
    /// # Errors
    /// When there is none, or it opens no device.
    pub async fn open() -> Result<Self, GpuError> {
        let mut wanted = wgpu::InstanceDescriptor::new_without_display_handle();
        wanted.backends = wgpu::Backends::VULKAN | wgpu::Backends::BROWSER_WEBGPU;
        let instance = wgpu::Instance::new(wanted);
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..Default::default()
        };
        let adapter = instance
            .request_adapter(&options)
            .await
            .map_err(|error| GpuError::NoAdapter(shorten(&error.to_string())))?;
        let info = adapter.get_info();
        let offered = adapter.limits();
        let limits = wgpu::Limits {
            max_storage_buffer_binding_size: offered.max_storage_buffer_binding_size.min(LARGEST),
            max_buffer_size: offered.max_buffer_size.min(LARGEST),
            ..wgpu::Limits::defaults()
        };
        let wanted = wgpu::DeviceDescriptor { required_limits: limits, ..Default::default() };
        let (device, queue) = adapter
            .request_device(&wanted)
            .await
            .map_err(|error| GpuError::NoDevice(shorten(&error.to_string())))?;
        let troubles = Arc::new(Mutex::new(Troubles::default()));
        let heard = Arc::clone(&troubles);
        device.set_device_lost_callback(move |reason, message| {
            let words = if message.is_empty() { format!("{reason:?}") } else { shorten(&message) };
            lock(&heard).lost.get_or_insert(words);
        });
        let heard = Arc::clone(&troubles);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            lock(&heard).error.get_or_insert(GpuError::of(&error, 0));
        }));
        let kit = Kit::new(&device, &queue);
        let name = if info.name.is_empty() { kit.adapter() } else { info.name };
        let adapter = Adapter { name, is_software: info.device_type == wgpu::DeviceType::Cpu };
        Ok(Self { device, queue, kit, adapter, troubles, arena: RefCell::new(None) })
    }

    /// What computes.
    #[must_use]
    pub fn adapter(&self) -> &Adapter {
        &self.adapter
    }

    /// Gives the device up, as a driver does that resets it: whatever is under way ends with an error.
    pub fn destroy(&self) {
        self.device.destroy();
    }

    /// Bytes that one binding may hold.
    pub(super) fn largest_binding(&self) -> u64 {
        let limits = self.device.limits();
        limits.max_storage_buffer_binding_size.min(limits.max_buffer_size)
    }

    /// What the device has said on its own since it was opened.
    ///
    /// # Errors
    /// When it is lost, or refused a command.
    pub fn check(&self) -> Result<(), GpuError> {
        let troubles = lock(&self.troubles);
        match (&troubles.lost, &troubles.error) {
            (Some(reason), _) => Err(GpuError::Lost(reason.clone())),
            (None, Some(error)) => Err(error.clone()),
            (None, None) => Ok(()),
        }
    }

    /// The trouble behind a command that failed. What was under way on a device fails a moment before the device says
    /// that it is lost.
    pub(super) async fn trouble(&self, words: &str) -> GpuError {
        self.kit.settle(self).await;
        self.check().err().unwrap_or_else(|| GpuError::Refused(shorten(words)))
    }

    /// A buffer of so many words (four at least), zeros.
    pub(super) async fn buffer(
        &self,
        label: &str,
        words: usize,
        usage: wgpu::BufferUsages,
    ) -> Result<wgpu::Buffer, GpuError> {
        let size = (words.max(4) * 4) as u64;
        let refused = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let exhausted = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let descriptor =
            wgpu::BufferDescriptor { label: Some(label), size, usage, mapped_at_creation: false };
        let buffer = self.device.create_buffer(&descriptor);
        let (exhausted, refused) = (exhausted.pop(), refused.pop());
        let (exhausted, refused) = (exhausted.await, refused.await);
        self.check()?;
        exhausted.or(refused).map_or(Ok(buffer), |error| Err(GpuError::of(&error, size)))
    }

    /// Working memory of at least so many words.
    pub(super) async fn arena(&self, words: usize) -> Result<Rc<wgpu::Buffer>, GpuError> {
        let enough = |buffer: &&Rc<wgpu::Buffer>| buffer.size() >= (words.max(4) * 4) as u64;
        if let Some(buffer) = self.arena.borrow().as_ref().filter(enough) {
            return Ok(Rc::clone(buffer));
        }
        // One that is too small stays with the programs that were made for it.
        let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST;
        let buffer = Rc::new(self.buffer("arena", words, usage).await?);
        *self.arena.borrow_mut() = Some(Rc::clone(&buffer));
        Ok(buffer)
    }

    /// Waits for what a callback brings. Natively this is where the device is asked to make progress.
    async fn wait<T>(&self, promise: Promise<T>, submitted: &Submitted) -> Result<T, GpuError> {
        #[cfg(not(target_arch = "wasm32"))]
        while !promise.is_kept() {
            let until = wgpu::PollType::Wait {
                submission_index: submitted.0.clone(),
                timeout: Some(std::time::Duration::from_secs(60)),
            };
            // wgpu has no error for a driver that gives its device up in mid-wait: it panics.
            let polled = std::panic::AssertUnwindSafe(|| self.device.poll(until));
            if std::panic::catch_unwind(polled).is_err() {
                lock(&self.troubles).lost.get_or_insert("the driver gave it up".to_owned());
            }
            if !promise.is_kept() {
                self.check()?;
            }
        }
        let _ = submitted;
        Ok(promise.await)
    }

    /// The words of a buffer that was asked for, which is then free again.
    pub(super) async fn words(
        &self,
        buffer: &wgpu::Buffer,
        read: Promise<Result<(), wgpu::BufferAsyncError>>,
        bytes: u64,
        submitted: &Submitted,
    ) -> Result<Vec<u32>, GpuError> {
        if let Err(error) = self.wait(read, submitted).await? {
            return Err(self.trouble(&error.to_string()).await);
        }
        self.check()?;
        let view = match buffer.slice(..bytes).get_mapped_range() {
            Ok(view) => view,
            Err(error) => return Err(self.trouble(&error.to_string()).await),
        };
        let words = view.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        drop(view);
        buffer.unmap();
        Ok(words)
    }

    /// Asks for a buffer's bytes.
    pub(super) fn read(buffer: &wgpu::Buffer, bytes: u64) -> Promise<Result<(), wgpu::BufferAsyncError>> {
        let promise = Promise::default();
        let keep = promise.clone();
        buffer.slice(..bytes).map_async(wgpu::MapMode::Read, move |outcome| keep.keep(outcome));
        promise
    }
}

/// What was handed in, to wait for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Submitted(#[cfg(not(target_arch = "wasm32"))] pub(super) Option<wgpu::SubmissionIndex>);

impl GpuError {
    fn of(error: &wgpu::Error, bytes: u64) -> Self {
        match error {
            wgpu::Error::OutOfMemory { .. } => Self::OutOfMemory { megabytes: bytes.div_ceil(MEGABYTE) },
            wgpu::Error::Validation { description, .. } | wgpu::Error::Internal { description, .. } => {
                Self::Refused(shorten(description))
            }
        }
    }

    pub(super) fn too_large(needed: u64, given: u64) -> Self {
        Self::TooLarge { needed: needed.div_ceil(MEGABYTE), given: given / MEGABYTE }
    }
}

fn asked(megabytes: u64) -> String {
    if megabytes == 0 { String::new() } else { format!(", which asked for {megabytes} MB more") }
}

/// The first lines of what a driver says, short enough for a sentence.
pub(super) fn shorten(words: &str) -> String {
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(240) {
        Some((end, _)) => format!("{}…", &flat[..end]),
        None => flat.trim_end_matches('.').to_owned(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A value that a callback brings.
#[derive(Debug)]
pub(super) struct Promise<T>(Arc<Mutex<(Option<T>, Option<Waker>)>>);

impl<T> Clone for Promise<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Promise<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new((None, None))))
    }
}

impl<T> Promise<T> {
    fn keep(&self, value: T) {
        let mut inner = lock(&self.0);
        inner.0 = Some(value);
        if let Some(waker) = inner.1.take() {
            waker.wake();
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn is_kept(&self) -> bool {
        lock(&self.0).0.is_some()
    }
}

impl<T> Future for Promise<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut inner = lock(&self.0);
        match inner.0.take() {
            Some(value) => Poll::Ready(value),
            None => {
                inner.1 = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
